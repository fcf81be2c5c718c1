import { UserError } from "../core/errors.ts";

/** The bytes of an export, readable from any place. */
export interface ExportSource {
  /** As the user named it; for messages. */
  readonly name: string;
  readonly sizeBytes: number;
  /** The bytes from `fromByte` to the end. A chunk is only good until the next one is asked for. */
  iterChunks(fromByte: number): AsyncIterable<Uint8Array>;
}

/** Others, such as the batch on its way to the database, get their turn between chunks. */
const CHUNK_BYTES = 256 * 1024;

/** What other things than JSON start with, and what to do about them. */
const OTHER_FORMATS: readonly (readonly [magic: readonly number[], found: string])[] = [
  [[0x50, 0x4b], "a zip archive; unpack it and name the result.json in it"],
  [[0x1f, 0x8b], "a gzip archive; unpack it first"],
  [[0x28, 0xb5, 0x2f, 0xfd], "a zstd archive; unpack it first"],
  [[0x3c], 'HTML; export again in Telegram Desktop and choose "Machine-readable JSON" as the format'],
  [[0xff, 0xfe], "UTF-16 text; save it as UTF-8"],
  [[0xfe, 0xff], "UTF-16 text; save it as UTF-8"],
];

/**
 * Opens an export file for reading, after a look at what it is.
 *
 * @throws {UserError} If it is missing, unreadable, empty, a folder, an archive or something else than JSON.
 */
export async function openExportFile(path: string): Promise<ExportSource> {
  const refuse = (found: string): UserError => new UserError(`Cannot import "${path}": ${found}`);
  const info = await Deno.stat(path).catch((error: unknown) => {
    if (error instanceof Deno.errors.NotFound) throw refuse("there is no such file");
    throw refuse(`it cannot be opened (${error instanceof Error ? error.name : String(error)})`);
  });
  if (info.isDirectory) throw refuse("it is a folder; name the result.json in it");
  if (info.size === 0) throw refuse("it is empty; the export may not have finished");
  const head = await readHead(path).catch((error: unknown) => {
    throw refuse(`it cannot be read (${error instanceof Error ? error.name : String(error)})`);
  });
  for (const [magic, found] of OTHER_FORMATS) {
    if (magic.every((byte, at) => head[at] === byte)) throw refuse(`it is ${found}`);
  }
  return { name: path, sizeBytes: info.size, iterChunks: (fromByte) => iterFileChunks(path, fromByte) };
}

async function readHead(path: string): Promise<Uint8Array> {
  using file = await Deno.open(path);
  const head = new Uint8Array(4);
  await file.read(head);
  return head;
}

async function* iterFileChunks(path: string, fromByte: number): AsyncGenerator<Uint8Array> {
  using file = await Deno.open(path);
  if (fromByte > 0) await file.seek(fromByte, Deno.SeekMode.Start);
  const buffer = new Uint8Array(CHUNK_BYTES);
  while (true) {
    const count = await file.read(buffer);
    if (count === null) return;
    yield buffer.subarray(0, count);
  }
}
