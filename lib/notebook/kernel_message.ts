import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import * as z from "zod";

/** What signs and labels the messages of one client (jupyter-client.readthedocs.io, "Messaging in Jupyter"). */
export interface MessageSigner {
  /** The secret shared through the connection file. */
  readonly key: string;
  /** Names this client in every header. */
  readonly session: string;
}

/** A message from the kernel, its signature checked; `content` is not looked at yet. */
export interface KernelMessage {
  readonly type: string;
  /** The id of the request this message belongs to, or null. */
  readonly parentId: string | null;
  readonly content: unknown;
}

const DELIMITER = "<IDS|MSG>";
const PROTOCOL_VERSION = "5.3";
const utf8 = new TextEncoder();

const HeaderSchema = z.object({ msg_type: z.string() });
const ParentHeaderSchema = z.object({ msg_id: z.string().optional() });
const MetadataSchema = z.record(z.string(), z.unknown());
const DisplaySchema = z.object({
  data: z.record(z.string(), z.unknown()),
  metadata: MetadataSchema.default({}),
  transient: z.object({ display_id: z.string().optional() }).default({}),
});
const ErrorSchema = z.object({
  ename: z.string(),
  evalue: z.string(),
  traceback: z.array(z.string()),
});

/** What a kernel publishes while it runs code, as far as it matters to a notebook. */
const PublishedSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("status"),
    content: z.object({ execution_state: z.string() }),
  }),
  z.object({
    type: z.literal("stream"),
    content: z.object({ name: z.enum(["stdout", "stderr"]), text: z.string() }),
  }),
  z.object({ type: z.literal("display_data"), content: DisplaySchema }),
  z.object({ type: z.literal("update_display_data"), content: DisplaySchema }),
  z.object({
    type: z.literal("execute_result"),
    content: DisplaySchema.extend({ execution_count: z.int() }),
  }),
  z.object({ type: z.literal("error"), content: ErrorSchema }),
  z.object({
    type: z.literal("clear_output"),
    content: z.object({ wait: z.boolean().default(false) }),
  }),
]);
export type Published = z.infer<typeof PublishedSchema>;

const PUBLISHED_TYPES: ReadonlySet<string> = new Set(
  PublishedSchema.options.map((option) => option.shape.type.value),
);

/** The kernel's answer to an execute_request. */
export const ExecuteReplySchema = z.discriminatedUnion("status", [
  z.object({ status: z.literal("ok"), execution_count: z.int() }),
  z.object({ status: z.enum(["error", "aborted"]), execution_count: z.int().optional() }).extend(
    ErrorSchema.partial().shape,
  ),
]);
export type ExecuteReply = z.infer<typeof ExecuteReplySchema>;

/** A published message's content, or null for a kind that leaves no trace in a notebook. Throws on a malformed one. */
export function parsePublished(message: KernelMessage): Published | null {
  if (!PUBLISHED_TYPES.has(message.type)) return null;
  return PublishedSchema.parse({ type: message.type, content: message.content });
}

/** A signed request as the parts of a wire message, and the id that its answers will name as their parent. */
export function encodeRequest(
  signer: MessageSigner,
  type: string,
  content: Readonly<Record<string, unknown>>,
): { id: string; parts: Uint8Array[] } {
  const id = randomUUID();
  const header = {
    msg_id: id,
    msg_type: type,
    session: signer.session,
    username: "",
    date: new Date().toISOString(),
    version: PROTOCOL_VERSION,
  };
  const body = [header, {}, {}, content].map((part) => utf8.encode(JSON.stringify(part)));
  return { id, parts: [utf8.encode(DELIMITER), utf8.encode(sign(signer.key, body)), ...body] };
}

/** Reads a wire message; throws when it is malformed or its signature is not made with our key. */
export function decodeMessage(signer: MessageSigner, parts: readonly Uint8Array[]): KernelMessage {
  const decoder = new TextDecoder();
  const start = parts.findIndex((part) => decoder.decode(part) === DELIMITER);
  const [signature, ...body] = parts.slice(start + 1, start + 6);
  if (start < 0 || signature === undefined || body.length < 4) {
    throw new Error(`Read kernel message: ${parts.length} parts without the ones of a Jupyter message`);
  }
  const expected = utf8.encode(sign(signer.key, body));
  if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) {
    throw new Error("Read kernel message: the signature is not the kernel's; another program has its port");
  }
  const [header, parent, , content] = body.map((part): unknown => JSON.parse(decoder.decode(part)));
  return {
    type: HeaderSchema.parse(header).msg_type,
    parentId: ParentHeaderSchema.parse(parent).msg_id ?? null,
    content,
  };
}

function sign(key: string, body: readonly Uint8Array[]): string {
  const hmac = createHmac("sha256", key);
  for (const part of body) hmac.update(part);
  return hmac.digest("hex");
}
