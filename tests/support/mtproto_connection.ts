import { Buffer } from "node:buffer";
import { randomBytes } from "node:crypto";
import { Api } from "../../lib/telegram/gramjs.ts";
import {
  formatContainer,
  formatLong,
  formatRpcResult,
  formatWords,
  type InnerMessage,
  parseContainer,
  readObject,
  toLong,
  unpack,
} from "./mtproto_codec.ts";
import { formatFrame, FrameReader } from "./mtproto_frames.ts";
import { Handshake, type ServerKey } from "./mtproto_handshake.ts";
import { openMessage, sealMessage, type SessionMessage } from "./mtproto_message.ts";

/** What a server knows of an authorization key. */
export interface AuthKey {
  readonly bytes: Buffer;
  readonly salt: bigint;
  /** Whether an account is logged in with it. */
  isAuthorized: boolean;
}

/** How a request is answered. */
export type Answer =
  /** With `cutAt`, only that share of the answer, and then the line is cut. */
  | { readonly kind: "value"; readonly value: unknown; readonly cutAt?: number }
  | { readonly kind: "cut" }
  | { readonly kind: "silence" };

/** What a connection asks its server. */
export interface ConnectionHost {
  readonly serverKey: ServerKey;
  /** Whether nothing at all is answered. */
  readonly isSilent: boolean;
  addKey(bytes: Buffer): void;
  findKey(keyId: bigint): AuthKey | null;
  noteAcknowledged(count: number): void;
  answer(request: unknown, authKey: AuthKey): Promise<Answer>;
}

/** What Telegram says where it does not know the key. */
const UNKNOWN_KEY = -404;
const BAD_SALT = 48;

/** One client's line: handshake, then encrypted messages. */
export class MtprotoConnection {
  readonly #server: ConnectionHost;
  readonly #line: Deno.TcpConn;
  readonly #handshake: Handshake;
  #authKey: AuthKey | null = null;
  /** Drawn by the client anew for each line. */
  #sessionId: bigint | null = null;
  #framesWritten = 0;
  #sequence = 0;
  #lastMessageId = 0n;
  #writing: Promise<void> = Promise.resolve();
  /** Whether the client has asked something that makes Telegram push updates. */
  #wantsUpdates = false;

  constructor(server: ConnectionHost, line: Deno.TcpConn) {
    this.#server = server;
    this.#line = line;
    this.#handshake = new Handshake(server.serverKey, (key) => server.addKey(key));
  }

  /** Serves until the line ends. */
  async serve(): Promise<void> {
    const frames = new FrameReader();
    for await (const bytes of this.#line.readable) {
      for (const content of frames.push(bytes)) await this.#take(Buffer.from(content));
    }
  }

  close(): void {
    try {
      this.#line.close();
    } catch (error) {
      if (!(error instanceof Deno.errors.BadResource)) throw error;
    }
  }

  /** Sends updates to the client, if it may and wants to have them. */
  async push(updates: Api.TypeUpdates): Promise<void> {
    if (this.#wantsUpdates && this.#authKey?.isAuthorized === true) {
      await this.#send(updates.getBytes(), NOTICE);
    }
  }

  async #take(content: Buffer): Promise<void> {
    if (this.#server.isSilent) return;
    const keyId = content.readBigInt64LE(0);
    if (keyId === 0n) return await this.#shakeHands(content.subarray(20));
    const authKey = this.#server.findKey(keyId);
    if (authKey === null) return await this.#write(formatWords(UNKNOWN_KEY));
    this.#authKey = authKey;
    const message = openMessage(content, authKey.bytes, "client");
    if (this.#sessionId !== message.sessionId) {
      this.#sessionId = message.sessionId;
      await this.#greet(message.id, authKey);
    }
    if (message.salt === authKey.salt) await this.#dispatch(message.id, message.body);
    else await this.#refuseSalt(message, authKey);
  }

  async #greet(firstId: bigint, { salt }: AuthKey): Promise<void> {
    const created = new Api.NewSessionCreated({
      firstMsgId: toLong(firstId),
      uniqueId: toLong(randomBytes(8).readBigInt64LE()),
      serverSalt: toLong(salt),
    });
    await this.#send(created.getBytes(), NOTICE);
  }

  async #refuseSalt({ id, sequence }: SessionMessage, { salt }: AuthKey): Promise<void> {
    const refusal = new Api.BadServerSalt({
      badMsgId: toLong(id),
      badMsgSeqno: sequence,
      errorCode: BAD_SALT,
      newServerSalt: toLong(salt),
    });
    await this.#send(refusal.getBytes(), RECEIPT);
  }

  async #dispatch(id: bigint, body: Buffer): Promise<void> {
    const inner = parseContainer(body);
    const unpacked = unpack(body);
    if (inner !== null) {
      for (const message of inner) await this.#dispatch(message.id, message.body);
    } else if (unpacked !== null) {
      await this.#dispatch(id, unpacked);
    } else {
      await this.#answer(id, await readObject(body));
    }
  }

  async #answer(id: bigint, object: unknown): Promise<void> {
    if (object instanceof Api.MsgsAck) {
      this.#server.noteAcknowledged(object.msgIds.length);
    } else if (object instanceof Api.Ping || object instanceof Api.PingDelayDisconnect) {
      const pong = new Api.Pong({ msgId: toLong(id), pingId: object.pingId });
      await this.#send(pong.getBytes(), RECEIPT);
    } else {
      await this.#call(id, object);
    }
  }

  async #call(id: bigint, wrapped: unknown): Promise<void> {
    if (this.#authKey === null) throw new Error("Cannot answer: there is no session yet");
    const { request, withUpdates } = await unwrap(wrapped);
    const answer = await this.#server.answer(request, this.#authKey);
    this.#wantsUpdates ||= withUpdates;
    if (answer.kind === "value") await this.#reply(id, answer.value, answer.cutAt);
    else if (answer.kind === "cut") this.close();
  }

  /** Sends an answer as Telegram does: in a container, with the receipt of the request. */
  /** Sends an answer as Telegram does: in a container, with the receipt of the request. */
  async #reply(id: bigint, value: unknown, cutAt: number | undefined): Promise<void> {
    const receipt = new Api.MsgsAck({ msgIds: [toLong(id)] });
    const messages = [
      this.#number(receipt.getBytes(), RECEIPT),
      this.#number(formatRpcResult(id, value), ANSWER),
    ];
    await this.#send(formatContainer(messages), RECEIPT, cutAt);
  }

  #number(body: Buffer, { isContent, isAnswer }: MessageKind): InnerMessage {
    const sequence = isContent ? this.#sequence++ * 2 + 1 : this.#sequence * 2;
    return { id: this.#nextMessageId(isAnswer), sequence, body };
  }

  /** Seconds in the upper half; the lowest two bits tell an answer from what comes by itself. */
  #nextMessageId(isAnswer: boolean): bigint {
    const now = BigInt(Date.now()) * 2n ** 32n / 1000n & ~3n;
    this.#lastMessageId = now > this.#lastMessageId ? now : this.#lastMessageId + 4n;
    return this.#lastMessageId | (isAnswer ? 1n : 3n);
  }

  async #send(body: Buffer, kind: MessageKind, cutAt?: number): Promise<void> {
    const [authKey, sessionId] = [this.#authKey, this.#sessionId];
    if (authKey === null || sessionId === null) throw new Error("Cannot send: there is no session yet");
    const message = { ...this.#number(body, kind), salt: authKey.salt, sessionId };
    await this.#write(sealMessage(message, authKey.bytes, "server"), cutAt);
  }

  async #shakeHands(body: Buffer): Promise<void> {
    const answer = (await this.#handshake.answer(await readObject(body))).getBytes();
    await this.#write(
      Buffer.concat([
        formatLong(0n),
        formatLong(this.#nextMessageId(true)),
        formatWords(answer.length),
        answer,
      ]),
    );
  }

  /** Writes a frame behind those that are being written; cut, a share of it, and then ends the line. */
  #write(content: Buffer, cutAt?: number): Promise<void> {
    const frame = formatFrame(this.#framesWritten++, content);
    const bytes = cutAt === undefined ? frame : frame.subarray(0, Math.floor(frame.length * cutAt));
    this.#writing = this.#writing.then(async () => {
      for (let at = 0; at < bytes.length;) at += await this.#line.write(bytes.subarray(at));
      if (cutAt !== undefined) this.close();
    });
    return this.#writing;
  }
}

interface MessageKind {
  /** Whether the other side has to acknowledge it. */
  readonly isContent: boolean;
  /** Whether it answers a message of the client. */
  readonly isAnswer: boolean;
}

const ANSWER: MessageKind = { isContent: true, isAnswer: true };
const RECEIPT: MessageKind = { isContent: false, isAnswer: true };
const NOTICE: MessageKind = { isContent: true, isAnswer: false };

/** Takes off the envelopes in which a client greets. */
async function unwrap(request: unknown): Promise<{ request: unknown; withUpdates: boolean }> {
  let [inner, withUpdates] = [request, true];
  while (
    inner instanceof Api.InvokeWithLayer || inner instanceof Api.InitConnection ||
    inner instanceof Api.InvokeWithoutUpdates
  ) {
    withUpdates &&= !(inner instanceof Api.InvokeWithoutUpdates);
    inner = await inner.query;
  }
  return { request: inner, withUpdates };
}
