import { Buffer } from "node:buffer";

/** Telegram draws it anew for each reader and each hour; with it no two readings of a message would be alike. */
const PASSING_KEY = "fileReference";

/**
 * Formats an object of Telegram as JSON: `_` is its type, then what it holds; nothing for what is not set, numbers of 64
 * bits as text, bytes in base64.
 */
export function formatSourceJson(
  object: { toJSON?(): unknown; originalArgs?: unknown; className: string },
): string {
  return JSON.stringify(plain(object));
}

function plain(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  if (Buffer.isBuffer(value)) return value.toString("base64");
  if (!isTelegramObject(value)) return String(value);
  const { className, originalArgs } = value;
  const entries = Object.entries(originalArgs).filter(([name, held]) =>
    held !== null && held !== undefined && held !== false && name !== PASSING_KEY && !/^flags2?$/.test(name)
  );
  return { _: className, ...Object.fromEntries(entries.map(([name, held]) => [name, plain(held)])) };
}

function isTelegramObject(
  value: object,
): value is { className: string; originalArgs: Record<string, unknown> } {
  return "className" in value && "originalArgs" in value && typeof value.originalArgs === "object";
}
