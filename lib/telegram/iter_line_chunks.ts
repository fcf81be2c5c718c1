const NEWLINE = 0x0a;
/** A line that is longer is passed on in pieces. */
const MAX_LINE_BYTES = 64 * 1024;

/** The same bytes in chunks that end with a line, so that whoever meets a line's start sees all of it. */
export async function* iterLineChunks(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let rest = new Uint8Array();
  for await (const chunk of chunks) {
    let start = 0;
    if (rest.length > 0) {
      const firstEnd = chunk.indexOf(NEWLINE) + 1;
      start = firstEnd === 0 ? chunk.length : firstEnd;
      rest = joinBytes(rest, chunk.subarray(0, start));
      if (firstEnd === 0 && rest.length < MAX_LINE_BYTES) continue;
      yield rest;
    }
    const lastEnd = chunk.lastIndexOf(NEWLINE) + 1;
    const end = Math.max(start, chunk.length - lastEnd < MAX_LINE_BYTES ? lastEnd : chunk.length);
    if (start < end) yield chunk.subarray(start, end);
    rest = chunk.slice(end);
  }
  if (rest.length > 0) yield rest;
}

function joinBytes(head: Uint8Array, tail: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(head.length + tail.length);
  whole.set(head);
  whole.set(tail, head.length);
  return whole;
}
