import { join } from "node:path";
import { parseChannelReference } from "../core/channel_reference.ts";
import { UserError } from "../core/errors.ts";
import { canonicalJson, sha256Hex } from "../core/fingerprint.ts";
import type { Settings } from "../runtime/settings.ts";
import { loadPromptText, resolveFromRoot, shortenPath } from "./prompt_files.ts";

/** The settings that choose the examples that a model is shown. */
export type ExampleSettings = Pick<
  Settings,
  "LLM_INCLUDE_EXAMPLES" | "LLM_EXAMPLES_VARIANT" | "LLM_EXAMPLES_DIR"
>;

/** What an output's meta keeps of the examples that its post was read with; all null without any. */
export interface ExamplesMeta {
  readonly enabled: boolean;
  readonly variant: string | null;
  readonly file: string | null;
  readonly sha256: string | null;
  /** In UTF-16 units. */
  readonly chars: number | null;
}

/** The examples of one channel; an empty text where there are none. */
export interface ChannelExamples {
  readonly text: string;
  readonly meta: ExamplesMeta;
}

/** The examples of all channels. */
export interface Examples {
  /** A hash over all of them, since a version may read any channel; null where none are shown. */
  readonly sha256: string | null;
  /** Those of a channel's own, else the general ones. */
  readonly forChannel: (channelLink: string | null) => ChannelExamples;
}

const GENERAL = "general";
const WITHOUT: ChannelExamples = {
  text: "",
  meta: { enabled: false, variant: null, file: null, sha256: null, chars: null },
};

/**
 * Loads the examples of the settings, where LLM_INCLUDE_EXAMPLES is set: from LLM_EXAMPLES_DIR, else from `examples_VARIANT` in the
 * folder, else from `examples` there. A file `somechannel.txt` or `-1001234567890.txt` holds a channel's own, `general.txt` those of
 * all others.
 *
 * @param folder The domain's folder of prompts.
 * @throws {UserError} If the folder or its `general.txt` is missing.
 */
export function loadExamples(settings: ExampleSettings, folder: string): Examples {
  if (!settings.LLM_INCLUDE_EXAMPLES) return { sha256: null, forChannel: () => WITHOUT };
  const { LLM_EXAMPLES_DIR: named, LLM_EXAMPLES_VARIANT: chosen } = settings;
  const variant = named === null ? chosen : null;
  const place = named !== null
    ? resolveFromRoot(named)
    : join(folder, variant === null ? "examples" : `examples_${variant}`);
  const byChannel = new Map(
    listExampleFiles(place).map((name) => {
      const path = join(place, name);
      const text = loadPromptText(path, "Cannot load examples", "make it readable");
      const meta = {
        enabled: true,
        variant,
        file: shortenPath(path),
        sha256: sha256Hex(text),
        chars: text.length,
      };
      return [name.slice(0, -".txt".length).toLowerCase(), { text, meta }];
    }),
  );
  const general = byChannel.get(GENERAL);
  if (!general) {
    throw new UserError(
      `Cannot load examples: found no general.txt in "${shortenPath(place)}"; ` +
        "write there what channels without examples of their own are shown (it may be empty)",
    );
  }
  return {
    sha256: sha256Hex(
      canonicalJson(Object.fromEntries([...byChannel].map(([name, { text }]) => [name, text]))),
    ),
    forChannel: (channelLink) => byChannel.get(fileNameOf(channelLink)) ?? general,
  };
}

function listExampleFiles(folder: string): string[] {
  try {
    return [...Deno.readDirSync(folder)]
      .filter(({ isDirectory, name }) => !isDirectory && name.endsWith(".txt"))
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory)) throw error;
    throw new UserError(
      `Cannot load examples: found no folder "${
        shortenPath(folder)
      }"; create it with a general.txt, or mend ` +
        "LLM_EXAMPLES_DIR or LLM_EXAMPLES_VARIANT",
    );
  }
}

/** The name of a channel's file, without its ending: its public name, or its id. */
function fileNameOf(channelLink: string | null): string {
  if (channelLink === null) return GENERAL;
  try {
    const reference = parseChannelReference(channelLink);
    return reference.kind === "id" ? String(reference.channelId) : reference.username;
  } catch (error) {
    if (error instanceof UserError) return GENERAL;
    throw error;
  }
}
