import { join } from "node:path";
import { UserError } from "../core/errors.ts";
import { sha256Hex } from "../core/fingerprint.ts";
import type { Settings } from "../runtime/settings.ts";
import { loadPromptText, resolveFromRoot, shortenPath } from "./prompt_files.ts";
import { checkUserTemplate } from "./user_template.ts";

/** The settings that choose a prompt; the first one that is set wins. */
export type PromptSettings = Pick<
  Settings,
  "LLM_SYSTEM_PROMPT_TEXT" | "LLM_SYSTEM_PROMPT_FILE" | "LLM_SYSTEM_PROMPT_VARIANT"
>;

/** Where a system prompt came from. */
export interface PromptOrigin {
  readonly source: "text" | "file" | "variant" | "live";
  /** From the project's root where it lies below that; null for a text of the settings. */
  readonly file: string | null;
  readonly variant: string | null;
}

/** What a model is told about every post. */
export interface Prompt {
  readonly system: string;
  /** The message that carries a post, with `{{post}}` and `{{examples}}`. */
  readonly template: string;
  readonly origin: PromptOrigin;
}

/** What an output's meta keeps of the prompt that it was made with. */
export interface PromptMeta extends PromptOrigin {
  /** Over the system prompt, the template and the schema of the answer. */
  readonly sha256: string;
  /** Of the system prompt, in UTF-16 units. */
  readonly chars: number;
}

const LIVE = "system_prompt_live.txt";

/**
 * Loads the prompt of the settings: LLM_SYSTEM_PROMPT_TEXT, else _FILE, else _VARIANT (`foo` is system_prompt_foo.txt in the folder),
 * else system_prompt_live.txt there. A file that is missing is an error; nothing takes its place.
 *
 * @param folder The domain's folder of prompts.
 * @throws {UserError} If a file is missing or empty, or the template has no place for the post.
 */
export function loadPrompt(settings: PromptSettings, folder: string): Prompt {
  const chosen = loadSystemPrompt(settings, folder);
  const templatePath = join(folder, "user_template.txt");
  const template = loadPromptText(
    templatePath,
    "Cannot load the user template",
    "write what is said around a post, with {{post}} in its place",
  );
  checkUserTemplate(template, `"${shortenPath(templatePath)}"`);
  return { ...chosen, template };
}

function loadSystemPrompt(settings: PromptSettings, folder: string): Omit<Prompt, "template"> {
  const { LLM_SYSTEM_PROMPT_TEXT: text, LLM_SYSTEM_PROMPT_FILE: file, LLM_SYSTEM_PROMPT_VARIANT: variant } =
    settings;
  if (text !== null) {
    return { system: text.trim(), origin: { source: "text", file: null, variant: null } };
  }
  const [source, path, remedy] = file !== null
    ? [
      "file",
      resolveFromRoot(file),
      "write the path in LLM_SYSTEM_PROMPT_FILE from the project's root",
    ] as const
    : variant !== null
    ? [
      "variant",
      join(folder, `system_prompt_${variant}.txt`),
      `create it, or name another LLM_SYSTEM_PROMPT_VARIANT (there are: ${listVariants(folder)})`,
    ] as const
    : [
      "live",
      join(folder, LIVE),
      "write the domain's prompt there, or name one in LLM_SYSTEM_PROMPT_FILE",
    ] as const;
  const system = loadPromptText(path, "Cannot load the system prompt", remedy);
  if (system === "") {
    throw new UserError(`Cannot use the system prompt "${shortenPath(path)}": it is empty; ${remedy}`);
  }
  return {
    system,
    origin: { source, file: shortenPath(path), variant: source === "variant" ? variant : null },
  };
}

function listVariants(folder: string): string {
  try {
    const names = [...Deno.readDirSync(folder)]
      .flatMap(({ name }) => /^system_prompt_(.+)\.txt$/.exec(name)?.[1] ?? []);
    return names.length === 0 ? "none" : names.sort().join(", ");
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "none";
    throw error;
  }
}

/** What to keep of a prompt with the outputs made with it. */
export function describePrompt({ system, template, origin }: Prompt, schemaJson: string): PromptMeta {
  return {
    sha256: sha256Hex(JSON.stringify([system, template, schemaJson])),
    chars: system.length,
    ...origin,
  };
}
