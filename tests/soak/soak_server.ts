import { emptyAssignmentFields } from "../../lib/schema/tuition_assignment.ts";
import { type Fault, FAULTS, rateLimitUntil } from "../support/openai_faults.ts";
import { type ChatBody, startOpenAiServer } from "../support/openai_server.ts";
import type { SocketRequest } from "../support/socket_http_server.ts";
import { endOf, type ItemScript, type PostScript, type Step } from "./script.ts";

/** Tokens of a reply. */
export interface Tokens {
  readonly prompt: number;
  readonly completion: number;
}

/** What a server saw of one item. */
export interface ItemLedger {
  /** What it did with each request, those that Deno's fetch sent again by itself counted once. */
  readonly steps: Step[];
  /** Requests that came beyond these: sent again by fetch, or without the schema after a refusal. */
  extra: number;
}

export interface SoakServer extends AsyncDisposable {
  readonly url: string;
  readonly items: ReadonlyMap<string, ItemLedger>;
  /** Tokens of replies that were handed out whole, by the key of who asked. */
  readonly tokensByKey: ReadonlyMap<string, Tokens>;
  /** Requests of which it is not known what they ask for. */
  readonly strays: number;
  readonly requests: number;
}

/** Every reply is of this many tokens. */
export const REPLY_TOKENS: Tokens = { prompt: 1000, completion: 100 };
const ANSWER = JSON.stringify({ ...emptyAssignmentFields(), rate_breakdown: [] });
const USAGE = { prompt_tokens: REPLY_TOKENS.prompt, completion_tokens: REPLY_TOKENS.completion };

/** A model server that does with each item what its script says, and writes down what it did. It says back all it can of what it was sent. */
export function openSoakServer(posts: readonly PostScript[]): SoakServer {
  const scripts = new Map(posts.flatMap(({ items }) => items.map((item) => [item.code, item])));
  const items = new Map<string, ItemLedger>();
  /** Items whose last request was cut on a line in use: fetch sends it again, once. */
  const resent = new Set<string>();
  const refusedSchema = new Set<string>();
  const tokensByKey = new Map<string, Tokens>();
  let strays = 0;

  const server = startOpenAiServer({
    latencyMs: [0, 5],
    models: ["gpt-5-mini"],
    reply: () => ANSWER,
    fault(_index, body, request) {
      const post = postOf(body);
      const code = /SK\d{5}[ABC]/.exec(post)?.[0] ?? "";
      const script = scripts.get(code);
      if (script === undefined) {
        strays += 1;
        return FAULTS.serverError;
      }
      const step = takeStep(script, body, request);
      const end = endOf(step);
      const isAnswered = !(step === "schemaBroken" && body.response_format !== undefined);
      if (isAnswered && (end.as === "unreadable" || ("counts" in end && end.counts))) addTokens(request);
      return faultOf(step, body, `${post} ${request.headers.get("authorization")}`);
    },
  });

  function takeStep({ code, first, then }: ItemScript, body: ChatBody, request: SocketRequest): Step {
    const ledger = items.get(code) ?? { steps: [], extra: 0 };
    items.set(code, ledger);
    const last = ledger.steps.at(-1);
    const isResent = resent.delete(code);
    const isWithoutSchema = refusedSchema.delete(code) && body.response_format === undefined;
    if ((isResent || isWithoutSchema) && last !== undefined) {
      ledger.extra += 1;
      return last;
    }
    const step = first[ledger.steps.length] ?? then;
    ledger.steps.push(step);
    if (step === "cut" && request.placeOnLine > 1) resent.add(code);
    if (step === "schemaBroken" && body.response_format !== undefined) refusedSchema.add(code);
    return step;
  }

  function addTokens({ headers }: SocketRequest): void {
    const key = headers.get("authorization")?.replace("Bearer ", "") ?? "";
    const { prompt, completion } = tokensByKey.get(key) ?? { prompt: 0, completion: 0 };
    tokensByKey.set(key, {
      prompt: prompt + REPLY_TOKENS.prompt,
      completion: completion + REPLY_TOKENS.completion,
    });
  }

  return {
    url: server.url,
    items,
    tokensByKey,
    get strays() {
      return strays;
    },
    get requests() {
      return server.bodies.length;
    },
    [Symbol.asyncDispose]: server.close,
  };
}

function postOf({ messages }: ChatBody): string {
  return /<post>\n([^]*)\n<\/post>/.exec(messages[1]?.content ?? "")?.[1] ?? "";
}

function faultOf(step: Step, body: ChatBody, echo: string): Fault {
  switch (step) {
    case "good":
      return said(ANSWER);
    case "think":
      return said(`<think>{"rate": 3} ${echo}</think>\n${ANSWER}`);
    case "fenced":
      return said(`Here it is:\n\`\`\`json\n${ANSWER}\n\`\`\``);
    case "noUsage":
      return { kind: "completion", content: ANSWER, usage: null };
    case "schemaBroken":
      return body.response_format === undefined ? said(ANSWER) : refused("json_validate_failed", echo);
    case "prose":
      return said("As a model, I cannot.");
    case "wrongSchema":
      return said('{"assignment_code": {"no": "text"}, "rate": "much"}');
    case "lengthReached":
      return { ...FAULTS.lengthReached, usage: USAGE };
    case "refusal":
      return { kind: "completion", content: null, refusal: echo, usage: USAGE };
    case "tooLong":
      return refused("context_length_exceeded", echo);
    case "rateLimitSeconds":
      return { ...FAULTS.rateLimitPlain, headers: { "retry-after": "1" } };
    case "rateLimitDate":
      return rateLimitUntil(Date.now(), 0);
    case "rateLimitMs":
      return { ...FAULTS.rateLimitPlain, headers: { "retry-after-ms": "60" }, error: { message: echo } };
    case "serverError":
      return { ...FAULTS.serverError, error: { message: echo } };
    case "unavailable":
      return { kind: "status", status: 503, error: echo };
    case "htmlBadGateway":
    case "html":
      return { ...FAULTS[step], body: `<html><body>${echo}</body></html>` };
    case "truncatedJson":
    case "hang":
    case "hangInBody":
    case "cut":
    case "cutInBody":
      return FAULTS[step];
  }
}

function said(content: string): Fault {
  return { kind: "completion", content, usage: USAGE };
}

function refused(code: string, message: string): Fault {
  return { kind: "status", status: 400, error: { code, message } };
}
