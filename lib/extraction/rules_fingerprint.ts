import { sha256Hex } from "../core/fingerprint.ts";
import type { DomainSources } from "./domain.ts";

/** What decides an output of the rules in every domain. */
export const ENGINE_SOURCES: readonly URL[] = [
  "./extract_post.ts",
  "./quality.ts",
  "./rules_extractor.ts",
  "./skip_reason.ts",
  "./trusted_forwards.ts",
  "./validate_fields.ts",
  "./value_at.ts",
  "./verbatim_check.ts",
  "../text/truncate_text.ts",
  "../text/verbatim_text.ts",
].map((path) => new URL(path, import.meta.url));

const ROOT = new URL("../../", import.meta.url).href;

/**
 * Fingerprints of the rules, the vocabularies and the schema of a domain, over the texts of their files; where the project lies and
 * line ends do not matter, names and contents do. Needs leave to read those files.
 */
export function computeRulesFingerprint(
  { sources }: { readonly sources: DomainSources },
): Record<keyof DomainSources, string> {
  return {
    rules: hashFiles([...ENGINE_SOURCES, ...sources.rules]),
    vocabulary: hashFiles(sources.vocabulary),
    schema: hashFiles(sources.schema),
  };
}

/** A hash over the names and texts of files, and of the sources in folders that end in a slash. */
export function hashFiles(places: readonly URL[]): string {
  const files = places.flatMap((place) => place.href.endsWith("/") ? listFolder(place) : [place]);
  const texts = files.map((file) => {
    const text = Deno.readTextFileSync(file).replaceAll("\r\n", "\n");
    return `${file.href.replace(ROOT, "")}\n${text.length}\n${text}`;
  });
  return `sha256:${sha256Hex(texts.join("\n"))}`;
}

function listFolder(folder: URL): URL[] {
  return [...Deno.readDirSync(folder)]
    .filter(({ isFile, name }) => isFile && /\.(?:ts|json)$/.test(name))
    .map(({ name }) => name)
    .sort()
    .map((name) => new URL(name, folder));
}
