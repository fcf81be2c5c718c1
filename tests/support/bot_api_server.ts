import { waitUnlessAborted } from "../../lib/runtime/wait_unless_aborted.ts";
import * as z from "zod";
import { readBotHtml } from "./bot_html.ts";
import { type SocketAnswer, startSocketHttpServer } from "./socket_http_server.ts";

/** What goes wrong with a call. Where it is `done` all the same, only the answer is missing or wrong. */
export type BotFault =
  | { readonly kind: "flood"; readonly retryAfter: number }
  | { readonly kind: "refuse"; readonly status: number; readonly description: string }
  | { readonly kind: "status"; readonly status: number; readonly done: boolean }
  | { readonly kind: "cut" | "hang"; readonly done: boolean };

/** A call as it came. */
export interface BotCall {
  readonly method: string;
  readonly chatId: number;
  readonly html: string | null;
  readonly messageId: number | null;
  readonly atMs: number;
}

/** A message that was sent, in the order of their sending; it stays here when it is edited or deleted. */
export interface BotMessage {
  readonly chatId: number;
  readonly messageId: number;
  /** As it was sent. */
  readonly sentHtml: string;
  /** As it is now; null once deleted. */
  html: string | null;
}

export interface BotApiServerOptions {
  /** What goes wrong, if anything; asked for each call in the order of their coming, from 0. */
  readonly fault?: (call: BotCall, index: number) => BotFault | null;
  /** How long an answer takes. */
  readonly latencyMs?: () => number;
}

export interface BotApiServer {
  /** The address without the token. */
  readonly url: string;
  readonly calls: readonly BotCall[];
  readonly messages: readonly BotMessage[];
  /** What stands in a chat now. */
  texts(chatId: number): string[];
  close(): Promise<void>;
}

/** The token that the server knows; another is refused. */
export const BOT_TOKEN = "1234567:TEST-token-of-a-bot-that-does-not-exist";
const LONGEST = 4096;

const ParametersSchema = z.object({
  chat_id: z.int().default(0),
  message_id: z.int().optional(),
  text: z.string().optional(),
  parse_mode: z.literal("HTML").optional(),
});

/** A stand-in for Telegram's Bot API on a real socket, which refuses what Telegram refuses and fails as told. */
export function startBotApiServer({ fault, latencyMs }: BotApiServerOptions = {}): BotApiServer {
  const calls: BotCall[] = [];
  const messages: BotMessage[] = [];

  const server = startSocketHttpServer(async ({ path, body }, closing) => {
    const [, token = "", method = ""] = /^\/bot([^/]*)\/(\w+)$/.exec(path) ?? [];
    if (token !== BOT_TOKEN) return refuse(401, "Unauthorized");
    const parameters = ParametersSchema.parse(JSON.parse(body));
    const call: BotCall = {
      method,
      chatId: parameters.chat_id,
      html: parameters.text ?? null,
      messageId: parameters.message_id ?? null,
      atMs: performance.now(),
    };
    const found = fault?.(call, calls.length) ?? null;
    calls.push(call);
    await waitUnlessAborted(latencyMs?.() ?? 0, closing);
    if (found === null) return perform(call);
    switch (found.kind) {
      case "flood":
        return answer(429, {
          ok: false,
          error_code: 429,
          description: `Too Many Requests: retry after ${found.retryAfter}`,
          parameters: { retry_after: found.retryAfter },
        });
      case "refuse":
        return refuse(found.status, found.description);
      case "status":
        if (found.done) perform(call);
        return { kind: "response", status: found.status, headers: {}, body: "<html>Bad gateway</html>" };
      case "cut":
      case "hang":
        if (found.done) perform(call);
        return { kind: found.kind };
    }
  });

  function perform(call: BotCall): SocketAnswer {
    if (call.method === "getMe") return succeed({ id: 1_234_567, is_bot: true, username: "resift_test_bot" });
    const known = messages.find(({ chatId, messageId, html }) =>
      chatId === call.chatId && messageId === call.messageId && html !== null
    );
    if (call.method === "deleteMessage") {
      if (!known) return refuse(400, "Bad Request: message to delete not found");
      known.html = null;
      return succeed(true);
    }
    const html = call.html ?? "";
    const read = readBotHtml(html);
    if ("refused" in read) return refuse(400, read.refused);
    if (read.text === "") return refuse(400, "Bad Request: message text is empty");
    if (read.text.length > LONGEST) return refuse(400, "Bad Request: message is too long");
    if (call.method === "editMessageText") {
      if (!known) return refuse(400, "Bad Request: message to edit not found");
      if (known.html === html) {
        return refuse(400, "Bad Request: message is not modified: specified new message content is the same");
      }
      known.html = html;
      return succeed({ message_id: known.messageId });
    }
    if (call.method !== "sendMessage") return refuse(404, "Not Found");
    const message = { chatId: call.chatId, messageId: messages.length + 1, sentHtml: html, html };
    messages.push(message);
    return succeed({ message_id: message.messageId, chat: { id: call.chatId } });
  }

  return {
    url: server.origin,
    calls,
    messages,
    texts: (chatId) =>
      messages.filter((message) => message.chatId === chatId).flatMap(({ html }) => {
        const read = html === null ? null : readBotHtml(html);
        return read !== null && "text" in read ? [read.text] : [];
      }),
    close: server.close,
  };
}

function succeed(result: unknown): SocketAnswer {
  return answer(200, { ok: true, result });
}

function refuse(status: number, description: string): SocketAnswer {
  return answer(status, { ok: false, error_code: status, description });
}

function answer(status: number, body: unknown): SocketAnswer {
  return {
    kind: "response",
    status,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  };
}
