import { errorMessage, UserError } from "../core/errors.ts";
import type { EmbeddedPlace } from "./embedded_place.ts";

const ELSEWHERE = "or set DATABASE_URL to a PostgreSQL server";

/** The failures a user can mend, by what PostgreSQL or the operating system says of them. */
const REMEDIES: readonly { readonly says: RegExp; readonly remedy: (place: EmbeddedPlace) => string }[] = [
  {
    says: /no space left on device|os error 28\b/i,
    remedy: ({ home }) => `the disk is full; free at least 300 MB under ${home}, ${ELSEWHERE}`,
  },
  {
    says: /could not look up effective user id/i,
    remedy: () =>
      `this user has no entry in /etc/passwd, which PostgreSQL needs; run as a user who has one, ${ELSEWHERE}`,
  },
  {
    says: /requires (write|read|run|net|sys) access/i,
    remedy: () => "this task may only use a server that runs; start it with: deno task db start",
  },
  {
    says: /permission denied|read-only file system|operation not permitted|os error (1|13|30)\b/i,
    remedy: ({ home }) => `no right to use ${home}; give this user the folder (chown, chmod), ${ELSEWHERE}`,
  },
];

/**
 * Runs one step with the embedded server and turns its failure into one that says what to do.
 *
 * @param action What the step does, such as "start".
 */
export async function explainFailure<T>(
  action: string,
  place: EmbeddedPlace,
  step: () => Promise<T>,
): Promise<T> {
  try {
    return await step();
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    const message = errorMessage(cause);
    const known = REMEDIES.find(({ says }) => says.test(message));
    if (known) {
      throw new UserError(`Cannot ${action} the embedded PostgreSQL: ${known.remedy(place)}`, { cause });
    }
    throw new Error(`Cannot ${action} the embedded PostgreSQL in ${place.home}: ${message}`, { cause });
  }
}
