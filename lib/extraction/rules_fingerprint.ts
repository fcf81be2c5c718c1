import { sha256Hex } from "../core/fingerprint.ts";

/** Where everything that decides an output of the rules is written down: files, and folders that end in a slash. */
export const FINGERPRINTED_SOURCES = {
  rules: [
    "./current_domain.ts",
    "./extract_post.ts",
    "./quality.ts",
    "./rules_extractor.ts",
    "./skip_reason.ts",
    "./trusted_forwards.ts",
    "./validate_fields.ts",
    "./value_at.ts",
    "./verbatim_check.ts",
    "./tuition/",
    "./tuition/rules/",
    "../text/fold_text.ts",
    "../text/phrase_index.ts",
    "../text/plain_letters.ts",
    "../text/span.ts",
    "../text/split_sentences.ts",
    "../text/time_clock.ts",
    "../text/time_day_groups.ts",
    "../text/time_expressions.ts",
    "../text/time_of_day.ts",
    "../text/time_tokens.ts",
    "../text/truncate_text.ts",
    "../text/verbatim_text.ts",
  ],
  vocabulary: ["./tuition/vocabulary/"],
  schema: ["../schema/field_paths.ts", "../schema/json_values.ts", "../schema/tuition_assignment.ts"],
};

/**
 * Fingerprints of the rules, the vocabularies and the schema, over the texts of their files; paths and line ends do not
 * matter, names and contents do. Needs leave to read the project's lib folder.
 */
export function computeRulesFingerprint(): Record<keyof typeof FINGERPRINTED_SOURCES, string> {
  return {
    rules: hashFiles(FINGERPRINTED_SOURCES.rules),
    vocabulary: hashFiles(FINGERPRINTED_SOURCES.vocabulary),
    schema: hashFiles(FINGERPRINTED_SOURCES.schema),
  };
}

function hashFiles(paths: readonly string[]): string {
  const files = paths.flatMap((path) => path.endsWith("/") ? listFolder(path) : [path]);
  const texts = files.map((path) => {
    const text = Deno.readTextFileSync(new URL(path, import.meta.url)).replaceAll("\r\n", "\n");
    return `${path}\n${text.length}\n${text}`;
  });
  return `sha256:${sha256Hex(texts.join("\n"))}`;
}

function listFolder(path: string): string[] {
  return [...Deno.readDirSync(new URL(path, import.meta.url))]
    .filter(({ isFile, name }) => isFile && /\.(?:ts|json)$/.test(name))
    .map(({ name }) => `${path}${name}`)
    .sort();
}
