import { dirname } from "node:path";
import { explainWriteFailure } from "../files/explain_write_failure.ts";
import type { ExportReject } from "../telegram/export_event.ts";

/** Keeps aside the records of one file that could not be imported, one JSON object a line, with their places. */
export class RejectsFile implements Disposable {
  readonly path: string;
  /** How many records it holds. */
  count = 0;
  readonly #sourceName: string;
  #file: Deno.FsFile | null = null;

  /** @param path Where to write; the file is made (anew) with its first record. */
  constructor(path: string, sourceName: string) {
    this.path = path;
    this.#sourceName = sourceName;
  }

  async add(reject: ExportReject): Promise<void> {
    const file = this.#file ??= await this.#create();
    this.count++;
    const line = JSON.stringify({
      file: this.#sourceName,
      byte_offset: reject.byteOffset,
      message_index: reject.messageIndex,
      message_id: reject.messageId,
      reason: reject.reason,
      record: reject.record,
    });
    let rest = new TextEncoder().encode(`${line}\n`);
    await explainWriteFailure(this.path, async () => {
      while (rest.length > 0) rest = rest.subarray(await file.write(rest));
    });
  }

  [Symbol.dispose](): void {
    this.#file?.close();
  }

  async #create(): Promise<Deno.FsFile> {
    return await explainWriteFailure(this.path, async () => {
      await Deno.mkdir(dirname(this.path), { recursive: true });
      return await Deno.open(this.path, { write: true, create: true, truncate: true });
    });
  }
}
