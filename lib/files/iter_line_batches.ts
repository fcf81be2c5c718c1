const READ_BYTES = 256 * 1024;
const LINE_FEED = 0x0a;

/**
 * The lines of a file as bytes, without their line feeds, as many at a time as one read brings. A last line without a line
 * feed counts as one. Memory is that of a read and the longest line.
 */
export async function* iterLineBatches(path: string): AsyncGenerator<readonly Uint8Array[]> {
  using file = await Deno.open(path);
  /** The pieces of a line whose end has not been read yet. */
  let pieces: Uint8Array[] = [];
  while (true) {
    const buffer = new Uint8Array(READ_BYTES);
    const count = await file.read(buffer);
    if (count === null) break;
    const chunk = buffer.subarray(0, count);
    const lines: Uint8Array[] = [];
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      lines.push(joinPieces([...pieces, chunk.subarray(start, end)]));
      pieces = [];
      start = end + 1;
    }
    if (start < count) pieces.push(chunk.subarray(start));
    if (lines.length > 0) yield lines;
  }
  if (pieces.length > 0) yield [joinPieces(pieces)];
}

function joinPieces(pieces: readonly Uint8Array[]): Uint8Array {
  const [only] = pieces;
  if (only !== undefined && pieces.length === 1) return only;
  const joined = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}
