import { sha256Hex } from "../core/fingerprint.ts";
import type { Chat, Reply } from "./chat.ts";
import { loadPromptText, resolveFromRoot, shortenPath } from "./prompt_files.ts";

/** The name that stands for a model where none is asked. */
export const MOCK_MODEL = "mock";

/** A chat without a server, that gives the same reply to everything. */
export interface MockChat extends Chat {
  /** Of the reply. */
  readonly sha256: string;
}

/**
 * Takes a file's text for the reply to every request, for work without a server. It takes no time and no tokens.
 *
 * @param path From the project's root, unless it is absolute.
 * @throws {UserError} If the file cannot be read.
 */
export function loadMockChat(path: string): MockChat {
  const file = resolveFromRoot(path);
  const text = loadPromptText(
    file,
    "Cannot work without a server",
    "write a reply of the model there, or unset LLM_MOCK_OUTPUT_FILE to ask one",
  );
  const reply: Reply = {
    text,
    isCut: false,
    usage: { promptTokens: 0, completionTokens: 0, cachedPromptTokens: 0 },
    model: MOCK_MODEL,
    latencyMs: 0,
    rung: "text",
    isCached: false,
  };
  return {
    url: shortenPath(file),
    model: MOCK_MODEL,
    sha256: sha256Hex(text),
    async complete(_request, signal) {
      signal.throwIfAborted();
      return await Promise.resolve(reply);
    },
  };
}

/** A sentence that tells a person not to take the outputs for a model's. */
export function describeMock(path: string): string {
  return `No server is asked: every reply is read from ${shortenPath(resolveFromRoot(path))}`;
}
