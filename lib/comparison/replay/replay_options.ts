import * as z from "zod";
import { UserError } from "../../core/errors.ts";
import { option } from "../../runtime/option.ts";
import { DIFFERENCE_KINDS, type DifferenceKind } from "../differences/difference_kind.ts";
import type { DisagreementFilter } from "../differences/iter_disagreements.ts";

const versionPair = z.string().regex(/^[^,\s]+,[^,\s]+$/).describe("two versions with a comma between them");

/** The options of a mode that takes only the posts on which two versions disagree. */
export const REPLAY_OPTIONS = {
  DISAGREEING: option(versionPair, {
    default: null,
    does: "Only posts on which these two versions disagree, to be done again under a third.",
    example: "rules_v1,rules_v2",
  }),
  DISAGREEMENT_FIELD: option(z.string(), {
    default: null,
    does: "Of these, those that disagree in this field. Unset: in any.",
    example: "rate.min",
  }),
  DISAGREEMENT_KIND: option(z.enum(DIFFERENCE_KINDS), {
    default: null,
    does: "Of these, those with such a difference. Unset: with any.",
    example: "value",
  }),
  DRY_RUN: option(z.boolean(), {
    default: false,
    does: "Count the posts on which the two versions disagree, enqueue nothing.",
  }),
} as const;

/** What a person said of a replay. */
export interface ReplayOptions {
  readonly DISAGREEING: string | null;
  readonly DISAGREEMENT_FIELD: string | null;
  readonly DISAGREEMENT_KIND: DifferenceKind | null;
  readonly DRY_RUN: boolean;
  readonly MAX_MESSAGES_PER_CHANNEL: number | null;
}

/**
 * Reads which disagreements to replay; null where all messages of the window are meant.
 *
 * @throws {UserError} If something is asked for that only a replay has, or that none has.
 */
export function parseReplayOptions(
  options: ReplayOptions,
): Required<Pick<DisagreementFilter, "versionA" | "versionB" | "path" | "kind">> | null {
  const { DISAGREEING, DISAGREEMENT_FIELD, DISAGREEMENT_KIND, DRY_RUN, MAX_MESSAGES_PER_CHANNEL } = options;
  if (DISAGREEING === null) {
    if (DISAGREEMENT_FIELD !== null || DISAGREEMENT_KIND !== null || DRY_RUN) {
      throw new UserError(
        "Cannot choose disagreements: two versions are needed; add --disagreeing rules_v1,rules_v2, or leave out " +
          "--disagreement-field, --disagreement-kind and --dry-run",
      );
    }
    return null;
  }
  if (MAX_MESSAGES_PER_CHANNEL !== null) {
    throw new UserError(
      "Cannot take the newest messages of each channel of those that disagree: leave out --max-messages-per-channel, " +
        "and narrow the window with --since-iso and --until-iso",
    );
  }
  const [versionA = "", versionB = ""] = DISAGREEING.split(",");
  if (versionA === versionB) {
    throw new UserError(`Cannot find disagreements of "${versionA}" with itself: name two versions`);
  }
  return { versionA, versionB, path: DISAGREEMENT_FIELD, kind: DISAGREEMENT_KIND };
}
