import type * as z from "zod";
import { sha256Hex } from "../core/fingerprint.ts";
import { completeKeys, type JsonObject } from "./complete_keys.ts";
import { parseReplyObject } from "./parse_reply_object.ts";

export interface ReplyForm<Output> {
  readonly schema: z.ZodType<Output>;
  /** The value of which nothing is known: what a reply leaves out is taken from it, and keys it does not have are left out. */
  readonly empty: JsonObject;
}

/** What was done to a reply before it could be read. */
export interface ReplyRepairs {
  readonly isRepaired: boolean;
  readonly filledKeys: number;
  readonly unknownKeys: number;
}

/** A raw reply, shortened for keeping; it holds message text and belongs into the database, never into a log. */
export interface KeptReply {
  readonly snippet: string;
  readonly length: number;
  readonly sha256: string;
}

export type ReadReply<Output> =
  | { readonly kind: "read"; readonly value: Output; readonly repairs: ReplyRepairs }
  | {
    /** `no_object`: there is no JSON object with a known key; `wrong_shape`: there is one, which the schema refuses. */
    readonly kind: "no_object" | "wrong_shape";
    /** What was found where, without any text of the reply. */
    readonly problem: string;
    readonly reply: KeptReply;
  };

const SNIPPET_LENGTH = 4000;
const MOST_PROBLEMS = 5;

/** Reads a model's reply: finds its object, mends common faults, completes its keys and holds it against the schema. Never throws. */
export function readReply<Output>(text: string, { schema, empty }: ReplyForm<Output>): ReadReply<Output> {
  const object = parseReplyObject(text, Object.keys(empty));
  if (object === null) {
    const problem = "The reply holds no JSON object with any of the expected keys";
    return { kind: "no_object", problem, reply: keepReply(text) };
  }
  const { value, filledKeys, unknownKeys } = completeKeys(object.value, empty);
  const parsed = schema.safeParse(value);
  if (parsed.success) {
    return {
      kind: "read",
      value: parsed.data,
      repairs: { isRepaired: object.isRepaired, filledKeys, unknownKeys },
    };
  }
  const { issues } = parsed.error;
  const problems = issues.slice(0, MOST_PROBLEMS).map((issue) => describeIssue(issue, empty));
  const more = issues.length > MOST_PROBLEMS ? [`${issues.length - MOST_PROBLEMS} more`] : [];
  return {
    kind: "wrong_shape",
    problem: `The reply does not fit its schema: ${[...problems, ...more].join("; ")}`,
    reply: keepReply(text),
  };
}

/** Shortens a raw reply for keeping. */
export function keepReply(text: string): KeptReply {
  return { snippet: text.slice(0, SNIPPET_LENGTH), length: text.length, sha256: sha256Hex(text) };
}

/** Zod's own message can quote keys of the value. */
function describeIssue(issue: z.core.$ZodIssue, empty: JsonObject): string {
  const expected = issue.code === "invalid_type"
    ? `expected ${issue.expected}`
    : issue.code.replaceAll("_", " ");
  return `${describePath(issue.path, empty)}: ${expected}`;
}

/** Keys that the schema's author did not write come from the reply, and become "*". */
function describePath(path: readonly PropertyKey[], empty: JsonObject): string {
  let known: unknown = empty;
  const parts = path.map((part) => {
    const isKnown = typeof known === "object" && known !== null && Object.hasOwn(known, part);
    known = isKnown ? Reflect.get(Object(known), part) : undefined;
    return typeof part === "number" ? `[${part}]` : isKnown ? `.${String(part)}` : ".*";
  });
  return parts.join("").replace(/^\./, "") || "(all)";
}
