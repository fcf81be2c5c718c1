import { Buffer } from "node:buffer";
import { EventEmitter } from "node:events";
import type { Socket } from "node:net";
import { setImmediate } from "node:timers";
import { connectionClosed, openTransport } from "./open_transport.ts";
import type { ServerAddress } from "./server_address.ts";
import { ServerMessages } from "./server_messages.ts";

/** What a client says first: that it wants a session by version 3.0 of the protocol, or the cancelling of another's query. */
const START = 196_608;
const CANCEL = 80_877_102;

/**
 * The socket that the client library talks through. It gives the library a session whose loss the library survives:
 *
 * - The library goes on writing to a connection that is lost while a transaction is under way, or hands it to others
 *   meanwhile. So such a connection fails what it is asked, and is closed when the transaction is over.
 * - What is left of a lost session would reach the next one: bytes that were not sent yet, rows, an error. So the library
 *   hears the end of what was begun, and what stands before a session's first words is left out.
 * - An error that comes before the session began would make it try again at once and for ever. So it hears that as a failure
 *   of the connection, as well as the words with which a server ends a session.
 */
export class SessionSocket extends EventEmitter {
  readonly #address: ServerAddress;
  readonly #onBegin: (socket: SessionSocket) => void;
  readonly #messages = new ServerMessages();
  readonly #givenUp = new AbortController();
  #transport: Socket | null = null;
  #isOpening = false;
  #isEnding = false;
  #isClosed = false;
  #loss: Error | null = null;
  #transactionEnd: Promise<unknown> = Promise.resolve();

  /** @param onBegin Called when a transaction has begun, before the library hears of it. */
  constructor(address: ServerAddress, onBegin: (socket: SessionSocket) => void) {
    super();
    this.#address = address;
    this.#onBegin = onBegin;
    // Bytes that were left from a session before keep the library from writing, until they are a kilobyte with the first words
    // of a few sessions: asked to try again, it gets there.
    setImmediate(() => setImmediate(() => this.#isOpening || this.#close()));
  }

  get readyState(): "open" | "closed" {
    return this.#loss === null && !this.#isClosed ? "open" : "closed";
  }

  /** A session that is lost is closed no earlier than this is settled. */
  holdUntil(transactionEnd: Promise<unknown>): void {
    this.#transactionEnd = transactionEnd;
  }

  write(bytes: Uint8Array, onWritten?: (error?: Error | null) => void): boolean {
    const loss = this.#loss;
    if (loss !== null) {
      setImmediate(() => {
        onWritten?.(loss);
        if (!this.#isClosed) this.#fail(loss);
      });
      return true;
    }
    if (this.#transport !== null) return this.#transport.write(bytes, onWritten);
    this.#isOpening = true;
    const opening = sliceOpening(Buffer.from(bytes));
    // To this the server answers by closing.
    this.#isEnding = opening.readUInt32BE(4) === CANCEL;
    this.#open(opening).catch((error) => this.#lose(error));
    return true;
  }

  end(bytes: Uint8Array): void {
    this.#isEnding = true;
    if (this.#transport === null) this.destroy();
    else this.#transport.end(bytes);
  }

  destroy(): void {
    setImmediate(() => this.#lose(connectionClosed()));
  }

  pause(): void {
    this.#transport?.pause();
  }

  resume(): void {
    this.#transport?.resume();
  }

  async #open(opening: Buffer): Promise<void> {
    const transport = await openTransport(this.#address, this.#givenUp.signal);
    transport.on("error", (error) => this.#lose(error));
    transport.on("close", () => this.#lose(connectionClosed()));
    transport.on("drain", () => this.emit("drain"));
    transport.on("data", (bytes) => this.#receive(bytes));
    this.#transport = transport;
    if (this.#loss !== null) transport.destroy();
    else transport.write(opening);
  }

  #receive(bytes: Buffer): void {
    if (this.#loss !== null) return;
    const { status: before } = this.#messages;
    const { whole, fatal } = this.#messages.take(bytes);
    if (before === "idle" && this.#messages.status === "transaction") this.#onBegin(this);
    if (whole.length > 0) this.emit("data", whole);
    if (fatal !== null) this.#lose(fatal);
  }

  #lose(loss: Error): void {
    if (this.#loss !== null || this.#isClosed) return;
    this.#loss = loss;
    this.#givenUp.abort();
    this.#transport?.destroy();
    if (this.#isEnding) return this.#close();
    this.#fail(loss);
    if (!this.#messages.isInTransaction) return this.#close();
    // By then a transaction that has just begun has told how long to hold it.
    setImmediate(() => this.#transactionEnd.then(() => this.#close(), () => this.#close()));
  }

  /** Fails what the library waits for. */
  #fail(loss: Error): void {
    this.emit("error", loss);
    const end = this.#messages.endOfLost();
    if (end !== null) this.emit("data", end);
  }

  #close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    // The library waits longer each time where a session could not even begin.
    this.emit("close", this.#loss !== null && this.#messages.status === null);
  }
}

/** What a session begins with, without the bytes before it that were meant for another. */
function sliceOpening(bytes: Buffer): Buffer {
  for (let at = bytes.length - 8; at > 0; at--) {
    const said = bytes.readUInt32BE(at + 4);
    if (at + bytes.readUInt32BE(at) === bytes.length && (said === START || said === CANCEL)) {
      return bytes.subarray(at);
    }
  }
  return bytes;
}
