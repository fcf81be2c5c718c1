import { createHash } from "node:crypto";

/** SHA-256 of a text's UTF-8 bytes, in hexadecimal. */
export function sha256Hex(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

/** JSON with the keys of every object in code-unit order, so that equal values give equal texts. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(
    value,
    (_key, inner: unknown) =>
      inner !== null && typeof inner === "object" && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
        : inner,
  );
}

/** A flat description of all that decides an output: names and readable values or hashes. */
export type Fingerprint = Readonly<Record<string, string>>;

/** One line for each name whose value differs, in the order of names, hashes shortened: `rules: sha256:1a... -> sha256:9f...`. */
export function diffFingerprints(before: Fingerprint, after: Fingerprint): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names
    .filter((name) => before[name] !== after[name])
    .map((name) => `${name}: ${shorten(before[name])} -> ${shorten(after[name])}`);
}

/** Twelve digits tell two hashes apart for a reader. */
function shorten(value: string | undefined): string {
  return value?.replace(/^(sha256:[0-9a-f]{12})[0-9a-f]{52}$/, "$1...") ?? "(absent)";
}
