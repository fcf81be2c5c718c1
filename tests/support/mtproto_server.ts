import { Buffer } from "node:buffer";
import { randomBytes } from "node:crypto";
import { Api } from "../../lib/telegram/gramjs.ts";
import type { TelegramPlace } from "../../lib/telegram/telegram_place.ts";
import { formatSession } from "../../lib/telegram/telegram_session.ts";
import { type Answer, type AuthKey, type ConnectionHost, MtprotoConnection } from "./mtproto_connection.ts";
import { makeServerKey, publicKeyOf } from "./mtproto_handshake.ts";
import { keyIdOf } from "./mtproto_message.ts";
import { type FaultPlan, RpcRefusal } from "./telegram_fault.ts";

/** The data centre that all clients are told to be in. */
const DC_ID = 2;
const NO_FAULTS: FaultPlan = () => null;

/** The requests that are answered before anybody is logged in. */
const OPEN_METHODS = /^(help\.|auth\.|account\.GetPassword$)/;

/**
 * Answers a request, an object of Telegram such as `messages.GetHistory`.
 *
 * @throws {RpcRefusal} If Telegram would refuse it.
 */
export type AnswerRequest = (request: unknown, authKey: AuthKey) => unknown;

/** A server that unmodified clients of Telegram connect to, on this machine. */
export class MtprotoServer implements ConnectionHost {
  readonly serverKey = makeServerKey();
  /** The methods that were called, in order. */
  readonly calls: string[] = [];
  /** How many messages clients have acknowledged. */
  acknowledged = 0;
  /** How many connections were ever made. */
  accepted = 0;
  isSilent = false;
  /** How long an answer takes beside the work on it. */
  latencyMs = 0;
  /** What goes wrong with requests from now on. */
  faults: FaultPlan = NO_FAULTS;
  readonly #answer: AnswerRequest;
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #keys = new Map<bigint, AuthKey>();
  readonly #connections = new Map<MtprotoConnection, Promise<void>>();
  readonly #accepting: Promise<void>;
  #trouble: unknown = null;

  constructor(answer: AnswerRequest) {
    this.#answer = answer;
    this.#accepting = this.#accept();
  }

  /** Where clients find it. */
  get place(): TelegramPlace {
    const { hostname, port } = this.#listener.addr;
    return { hostname, port, publicKey: publicKeyOf(this.serverKey) };
  }

  get connections(): number {
    return this.#connections.size;
  }

  /** A session string that is logged in here. */
  makeSession(): string {
    const bytes = randomBytes(256);
    this.addKey(bytes).isAuthorized = true;
    return formatSession({ dcId: DC_ID, hostname: "127.0.0.1", key: bytes });
  }

  /** Ends all sessions, as their accounts can in an app: the keys stay, nobody is logged in with them. */
  revokeSessions(): void {
    for (const authKey of this.#keys.values()) authKey.isAuthorized = false;
  }

  /** Forgets all keys, so that no client is understood any more. */
  forgetKeys(): void {
    this.#keys.clear();
  }

  /** Cuts all lines. */
  dropConnections(): void {
    for (const connection of this.#connections.keys()) connection.close();
  }

  /** Sends updates to all clients that are logged in. */
  async push(updates: Api.TypeUpdates): Promise<void> {
    await Promise.all(
      [...this.#connections.keys()].map((connection) => connection.push(updates).catch(passLostLine)),
    );
  }

  addKey(bytes: Buffer): AuthKey {
    const authKey = { bytes, salt: randomBytes(8).readBigInt64LE(), isAuthorized: false };
    this.#keys.set(keyIdOf(bytes), authKey);
    return authKey;
  }

  findKey(keyId: bigint): AuthKey | null {
    return this.#keys.get(keyId) ?? null;
  }

  noteAcknowledged(count: number): void {
    this.acknowledged += count;
  }

  async answer(request: unknown, authKey: AuthKey): Promise<Answer> {
    const method = nameOf(request);
    const fault = this.faults(method, this.calls.filter((call) => call === method).length);
    this.calls.push(method);
    if (this.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, this.latencyMs));
    if (fault?.kind === "cut" || fault?.kind === "silence") return fault;
    if (fault?.kind === "refuse") return refuse(fault);
    try {
      if (!authKey.isAuthorized && !OPEN_METHODS.test(method)) {
        throw new RpcRefusal(401, "AUTH_KEY_UNREGISTERED");
      }
      const value = await this.#answer(request, authKey);
      return { kind: "value", value, ...(fault?.kind === "cut_in_answer" && { cutAt: 0.5 }) };
    } catch (error) {
      if (error instanceof RpcRefusal) return refuse(error);
      throw error;
    }
  }

  /** @throws What went wrong in the server itself. */
  async close(): Promise<void> {
    this.#listener.close();
    this.dropConnections();
    await this.#accepting;
    await Promise.all(this.#connections.values());
    if (this.#trouble !== null) throw this.#trouble;
  }

  async #accept(): Promise<void> {
    for await (const line of this.#listener) {
      this.accepted++;
      const connection = new MtprotoConnection(this, line);
      const done = connection.serve().catch(passLostLine).catch((error) => void (this.#trouble ??= error))
        .finally(() => {
          connection.close();
          this.#connections.delete(connection);
        });
      this.#connections.set(connection, done);
    }
  }
}

function nameOf(request: unknown): string {
  return typeof request === "object" && request !== null && "className" in request
    ? String(request.className)
    : typeof request;
}

function refuse({ status, code }: { readonly status: number; readonly code: string }): Answer {
  return { kind: "value", value: new Api.RpcError({ errorCode: status, errorMessage: code }) };
}

/** A line that is lost is a case of the tests, not a fault of the server. */
function passLostLine(error: unknown): void {
  const { BadResource, BrokenPipe, ConnectionAborted, ConnectionReset, Interrupted } = Deno.errors;
  for (const lost of [BadResource, BrokenPipe, ConnectionAborted, ConnectionReset, Interrupted]) {
    if (error instanceof lost) return;
  }
  throw error;
}
