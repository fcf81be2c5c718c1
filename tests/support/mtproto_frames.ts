import { Buffer } from "node:buffer";
import { crc32 } from "node:zlib";

/** Length, number and checksum. */
const OVERHEAD_BYTES = 12;

/** Cuts a stream of bytes into the frames of MTProto's "full" transport. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);

  /**
   * Takes bytes as they come, and returns the contents of the frames that are whole now.
   *
   * @throws If a checksum does not fit.
   */
  push(bytes: Uint8Array): Buffer[] {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    const contents: Buffer[] = [];
    while (this.#rest.length >= 4 && this.#rest.length >= this.#rest.readUInt32LE(0)) {
      const frame = this.#rest.subarray(0, this.#rest.readUInt32LE(0));
      this.#rest = this.#rest.subarray(frame.length);
      if (crc32(frame.subarray(0, -4)) !== frame.readUInt32LE(frame.length - 4)) {
        throw new Error("Cannot read a frame: its checksum does not fit");
      }
      contents.push(frame.subarray(8, -4));
    }
    return contents;
  }
}

/** Formats the frame that is the `number`-th of its direction, from 0. */
export function formatFrame(number: number, content: Uint8Array): Buffer {
  const frame = Buffer.alloc(content.length + OVERHEAD_BYTES);
  frame.writeUInt32LE(frame.length, 0);
  frame.writeUInt32LE(number, 4);
  frame.set(content, 8);
  frame.writeUInt32LE(crc32(frame.subarray(0, -4)), frame.length - 4);
  return frame;
}
