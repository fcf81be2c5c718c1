import * as z from "zod";
import { errorMessage } from "../core/errors.ts";
import { type BotRefusal, explainBotRefusal } from "./bot_refusal.ts";

/**
 * How a call of the Bot API ended.
 * - `ok`: it is done.
 * - `retry_after`: nothing was done; the bot has to wait so long.
 * - `refused`: nothing was done, and the same call would be refused again.
 * - `not_sent`: nothing was done, because no connection came about.
 * - `unknown`: it went out, and no answer that can be read came back: it may have been done or not.
 */
export type BotResult<Value> =
  | { readonly kind: "ok"; readonly value: Value }
  | { readonly kind: "retry_after"; readonly afterMs: number }
  | BotRefusal
  | { readonly kind: "not_sent"; readonly message: string }
  | { readonly kind: "unknown"; readonly message: string };

export interface BotApiOptions {
  /** `https://api.telegram.org`, or a Bot API server of one's own. */
  readonly url: string;
  /** A part of every address that is called, and therefore of no error. */
  readonly token: string;
  /** How long one call may take. */
  readonly timeoutMs: number;
}

/** A bot. Messages are in Telegram's HTML, without previews of their links; a chat is given by its marked id. */
export interface BotApi extends Disposable {
  /** Returns the id of the message. */
  sendMessage(chatId: number, html: string): Promise<BotResult<number>>;
  /** A message that has this text already counts as edited. */
  editMessageText(chatId: number, messageId: number, html: string): Promise<BotResult<null>>;
  /** A message that is not there any more counts as deleted. */
  deleteMessage(chatId: number, messageId: number): Promise<BotResult<null>>;
  /** Who the token's bot is. */
  getMe(): Promise<BotResult<{ readonly username: string }>>;
}

const AnswerSchema = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), result: z.unknown() }),
  z.object({
    ok: z.literal(false),
    error_code: z.int(),
    description: z.string().default(""),
    parameters: z.object({
      retry_after: z.number().nonnegative().optional(),
      migrate_to_chat_id: z.int().optional(),
    }).default({}),
  }),
]);
const MessageSchema = z.object({ message_id: z.int() }).transform(({ message_id }) => message_id);
/** `true`, or the edited message. */
const DoneSchema = z.unknown().transform(() => null);
const BotSchema = z.object({ username: z.string() });

/** Where a server turns calls away without saying for how long. */
const DEFAULT_WAIT_MS = 30_000;

/**
 * Opens a client of Telegram's Bot API, one request a call. Nothing is sent before the first call.
 *
 * Each request gets a connection of its own: on one that was kept open the engine sends a request again, by itself, where the line is
 * cut before the answer (measured: 19 of 20 such messages came twice), and HTTP/2 would keep one open.
 */
export function openBotApi({ url, token, timeoutMs }: BotApiOptions): BotApi {
  const base = `${url.replace(/\/+$/, "")}/bot${token}`;
  const client = Deno.createHttpClient({ poolMaxIdlePerHost: 0, http2: false });

  async function call<Value>(
    method: string,
    parameters: Readonly<Record<string, unknown>>,
    schema: z.ZodType<Value>,
    alreadyDone?: { readonly says: RegExp; readonly value: Value },
  ): Promise<BotResult<Value>> {
    const response = await fetchAnswer(client, `${base}/${method}`, parameters, timeoutMs);
    if ("kind" in response) return response;
    const { status, retryAfter } = response;
    const answer = AnswerSchema.safeParse(response.body);
    if (answer.success && answer.data.ok) {
      const value = schema.safeParse(answer.data.result);
      return value.success ? { kind: "ok", value: value.data } : unreadable(method, status);
    }
    const failure = answer.success && !answer.data.ok ? answer.data : null;
    const code = failure?.error_code ?? status;
    if (code === 429) {
      const seconds = failure?.parameters.retry_after ?? retryAfter;
      return { kind: "retry_after", afterMs: seconds === null ? DEFAULT_WAIT_MS : Math.ceil(seconds * 1000) };
    }
    if (code < 300 || code >= 500) return unreadable(method, status);
    const says = failure?.description ?? "";
    if (alreadyDone?.says.test(says)) return { kind: "ok", value: alreadyDone.value };
    return explainBotRefusal(method, code, says, failure?.parameters.migrate_to_chat_id ?? null);
  }

  const text = (html: string) => ({
    text: html,
    parse_mode: "HTML",
    link_preview_options: { is_disabled: true },
  });
  return {
    sendMessage: (chatId, html) => call("sendMessage", { chat_id: chatId, ...text(html) }, MessageSchema),
    editMessageText: (chatId, messageId, html) =>
      call("editMessageText", { chat_id: chatId, message_id: messageId, ...text(html) }, DoneSchema, {
        says: /message is not modified/i,
        value: null,
      }),
    deleteMessage: (chatId, messageId) =>
      call("deleteMessage", { chat_id: chatId, message_id: messageId }, DoneSchema, {
        says: /message to delete not found|MESSAGE_ID_INVALID/i,
        value: null,
      }),
    getMe: () => call("getMe", {}, BotSchema),
    [Symbol.dispose]: () => client.close(),
  };
}

/** An answer over HTTP, whatever it says. */
interface Answer {
  readonly status: number;
  /** Null where it is no JSON. */
  readonly body: unknown;
  /** The header of that name in seconds. */
  readonly retryAfter: number | null;
}

type NoAnswer = Extract<BotResult<never>, { kind: "not_sent" | "unknown" }>;

/** The engine's errors name the address, and with it the token: nothing of them is handed on. */
async function fetchAnswer(
  client: Deno.HttpClient,
  address: string,
  parameters: Readonly<Record<string, unknown>>,
  timeoutMs: number,
): Promise<Answer | NoAnswer> {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), timeoutMs);
  try {
    const response = await fetch(address, {
      client,
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(parameters),
      redirect: "manual",
      signal: timeout.signal,
    });
    const seconds = Number(response.headers.get("retry-after") ?? "x");
    return {
      status: response.status,
      body: parseJson(await response.text()),
      retryAfter: Number.isFinite(seconds) && seconds >= 0 ? seconds : null,
    };
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) {
      return { kind: "not_sent", message: "this task may not reach the Bot API" };
    }
    if (timeout.signal.aborted) {
      return { kind: "unknown", message: `no answer within ${timeoutMs / 1000} s` };
    }
    // Only where connecting failed, nothing was written yet.
    return error instanceof TypeError && /client error \(Connect\)/.test(errorMessage(error.cause))
      ? { kind: "not_sent", message: "the Bot API cannot be reached; check the network and BOT_API_URL" }
      : { kind: "unknown", message: "the connection was lost before an answer came" };
  } finally {
    clearTimeout(timer);
  }
}

function unreadable(method: string, status: number): NoAnswer {
  return { kind: "unknown", message: `${method} was answered with status ${status}, which does not tell` };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
