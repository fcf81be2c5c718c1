/** The socket types a notebook client needs: a subscriber for outputs, a dealer for requests and replies. */
export type ZmtpSocketType = "DEALER" | "SUB";

const MORE = 1;
const LONG = 2;
const COMMAND = 4;
const GREETING_BYTES = 64;
const SUBSCRIBE_TO_ALL = Uint8Array.of(1);

/**
 * The connecting end of one ZMTP 3.0 connection (rfc.zeromq.org/spec/23) over TCP on the loopback, with the NULL
 * mechanism: who may talk is settled above it, by signed messages.
 */
export class ZmtpSocket implements Disposable {
  readonly #connection: Deno.TcpConn;
  #received: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #lastSend: Promise<void> = Promise.resolve();
  #closed = false;

  private constructor(connection: Deno.TcpConn) {
    this.#connection = connection;
  }

  /**
   * Connects and shakes hands; a SUB also asks for every topic. Rejects when nobody listens on the port, somebody else
   * does, or the signal aborts.
   */
  static async connect(port: number, type: ZmtpSocketType, signal?: AbortSignal): Promise<ZmtpSocket> {
    const socket = new ZmtpSocket(await Deno.connect({ hostname: "127.0.0.1", port }));
    const giveUp = () => socket.close();
    signal?.addEventListener("abort", giveUp);
    try {
      signal?.throwIfAborted();
      socket.#connection.setNoDelay(true);
      await socket.#shakeHands(type);
      if (type === "SUB") await socket.send([SUBSCRIBE_TO_ALL]);
    } catch (error) {
      socket.close();
      throw error;
    } finally {
      signal?.removeEventListener("abort", giveUp);
    }
    return socket;
  }

  /** Sends one message of one or more parts; messages keep the order of the calls. */
  send(parts: readonly Uint8Array[]): Promise<void> {
    const bytes = concatenate(
      parts.map((part, index) => encodeFrame(part, index < parts.length - 1 ? MORE : 0)),
    );
    const sent = this.#lastSend.then(() => this.#write(bytes));
    this.#lastSend = sent.catch(() => {});
    return sent;
  }

  /** Yields each message's parts until either end closes the connection. */
  async *messages(): AsyncGenerator<Uint8Array[]> {
    let parts: Uint8Array[] = [];
    for (;;) {
      const frame = await this.#readFrame();
      if (frame === null) return;
      if (frame.flags & COMMAND) continue;
      parts.push(frame.body);
      if (frame.flags & MORE) continue;
      yield parts;
      parts = [];
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#connection.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  async #shakeHands(type: ZmtpSocketType): Promise<void> {
    await this.#write(greeting());
    const theirs = await this.#read(GREETING_BYTES);
    if (theirs === null || theirs[0] !== 0xff || theirs[9] !== 0x7f || (theirs[10] ?? 0) < 3) {
      throw new Error("Connect to kernel: the peer does not speak ZMTP 3");
    }
    await this.#write(encodeFrame(readyCommand(type), COMMAND));
    const ready = await this.#readFrame();
    if (ready === null || !(ready.flags & COMMAND)) {
      throw new Error("Connect to kernel: the peer did not answer the ZMTP handshake");
    }
  }

  /** The next frame, or null when the connection has ended. */
  async #readFrame(): Promise<{ flags: number; body: Uint8Array } | null> {
    const flags = (await this.#read(1))?.[0];
    if (flags === undefined) return null;
    const length = await this.#read(flags & LONG ? 8 : 1);
    if (length === null) return null;
    const view = new DataView(length.buffer);
    const body = await this.#read(flags & LONG ? Number(view.getBigUint64(0)) : view.getUint8(0));
    return body === null ? null : { flags, body };
  }

  /** Exactly `length` bytes in a buffer of their own, or null when the connection ends before. */
  async #read(length: number): Promise<Uint8Array<ArrayBuffer> | null> {
    const bytes = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      if (this.#received.length === 0 && !(await this.#receive())) return null;
      const taken = this.#received.subarray(0, length - filled);
      bytes.set(taken, filled);
      filled += taken.length;
      this.#received = this.#received.subarray(taken.length);
    }
    return bytes;
  }

  async #receive(): Promise<boolean> {
    const chunk = new Uint8Array(65_536);
    try {
      const count = await this.#connection.read(chunk);
      if (count === null) return false;
      this.#received = chunk.subarray(0, count);
      return true;
    } catch (error) {
      if (this.#closed || error instanceof Deno.errors.ConnectionReset) return false;
      throw error;
    }
  }

  async #write(bytes: Uint8Array): Promise<void> {
    for (let written = 0; written < bytes.length;) {
      written += await this.#connection.write(bytes.subarray(written));
    }
  }
}

/** Signature, version 3.0, mechanism NULL, as a client. */
function greeting(): Uint8Array {
  const bytes = new Uint8Array(GREETING_BYTES);
  bytes.set([0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 3, 0]);
  bytes.set(new TextEncoder().encode("NULL"), 12);
  return bytes;
}

function readyCommand(type: ZmtpSocketType): Uint8Array {
  const name = new TextEncoder().encode("Socket-Type");
  const value = new TextEncoder().encode(type);
  const valueLength = new Uint8Array(4);
  new DataView(valueLength.buffer).setUint32(0, value.length);
  const command = new TextEncoder().encode("READY");
  return concatenate([
    Uint8Array.of(command.length),
    command,
    Uint8Array.of(name.length),
    name,
    valueLength,
    value,
  ]);
}

function encodeFrame(body: Uint8Array, flags: number): Uint8Array {
  if (body.length < 256) return concatenate([Uint8Array.of(flags, body.length), body]);
  const header = new Uint8Array(9);
  header[0] = flags | LONG;
  new DataView(header.buffer).setBigUint64(1, BigInt(body.length));
  return concatenate([header, body]);
}

function concatenate(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
