import { join } from "node:path";
import { UserError } from "../core/errors.ts";
import { sha256Hex } from "../core/fingerprint.ts";
import type { Settings } from "../runtime/settings.ts";
import { loadPromptText, PROMPTS_FOLDER, resolveFromRoot, shortenPath } from "./prompt_files.ts";
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
 * Loads the prompt of the settings: LLM_SYSTEM_PROMPT_TEXT, else _FILE, else _VARIANT (`foo` is prompts/system_prompt_foo.txt), else
 * prompts/system_prompt_live.txt. A named file that is missing is an error; nothing takes its place.
 *
 * @throws {UserError} If a file is missing or empty, or the template has no place for the post.
 */
export function loadPrompt(settings: PromptSettings, folder: string = PROMPTS_FOLDER): Prompt {
  const templatePath = join(folder, "user_template.txt");
  const template = loadPromptText(templatePath, "Cannot load the user template", "restore it");
  checkUserTemplate(template, `"${shortenPath(templatePath)}"`);
  return { ...loadSystemPrompt(settings, folder), template };
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
    : ["live", join(folder, LIVE), "restore it, or name a prompt in LLM_SYSTEM_PROMPT_FILE"] as const;
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
  return [...Deno.readDirSync(folder)]
    .flatMap(({ name }) => /^system_prompt_(.+)\.txt$/.exec(name)?.[1] ?? [])
    .sort()
    .join(", ");
}

/** What to keep of a prompt with the outputs made with it. */
export function describePrompt({ system, template, origin }: Prompt, schemaJson: string): PromptMeta {
  return {
    sha256: sha256Hex(JSON.stringify([system, template, schemaJson])),
    chars: system.length,
    ...origin,
  };
}
