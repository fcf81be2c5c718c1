import { UserError } from "../../core/errors.ts";
import { diffFingerprints } from "../../core/fingerprint.ts";
import type { StoredVersion } from "../../store/load_version.ts";

/**
 * Checks that a version is a further run of A: made with the same configuration, and by no other.
 *
 * @throws {UserError} If it is not; it says what differs and how to make one.
 */
export function checkNoiseVersion(again: StoredVersion, a: StoredVersion, b: StoredVersion): void {
  const cannot = `Cannot take "${again.version}" as the noise floor of "${a.version}"`;
  const remedy =
    `A noise floor is a further run of A: deno task ab --noise-floor makes one, and so does a drain with A's settings under a new version`;
  if (again.version === a.version || again.version === b.version) {
    throw new UserError(`${cannot}: it is ${again.version === a.version ? "A" : "B"} itself. ${remedy}`);
  }
  for (const { version, fingerprint, mixedWith } of [a, again]) {
    if (fingerprint === null) {
      throw new UserError(`${cannot}: no worker has drained "${version}" yet. ${remedy}`);
    }
    if (mixedWith > 0) {
      throw new UserError(
        `${cannot}: "${version}" holds outputs of ${
          mixedWith + 1
        } configurations that cannot be told apart. ${remedy}`,
      );
    }
  }
  const changes = diffFingerprints(a.fingerprint ?? {}, again.fingerprint ?? {});
  if (changes.length === 0) return;
  throw new UserError(
    `${cannot}: it was made with another configuration.\n${
      changes.map((change) => `  ${change}\n`).join("")
    }${remedy}`,
  );
}
