import { createHash } from "node:crypto";

/** What a file holds, read from its bytes. */
export interface FileFacts {
  readonly bytes: number;
  /** Line feeds. */
  readonly lines: number;
  /** SHA-256 of its bytes, in hexadecimal. */
  readonly sha256: string;
}

const LINE_FEED = 0x0a;

/** Reads a file from its first byte to its last, in bounded memory. */
export async function readFileFacts(path: string): Promise<FileFacts> {
  const hash = createHash("sha256");
  let bytes = 0;
  let lines = 0;
  const file = await Deno.open(path);
  for await (const chunk of file.readable) {
    hash.update(chunk);
    bytes += chunk.length;
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, at + 1)) lines++;
  }
  return { bytes, lines, sha256: hash.digest("hex") };
}
