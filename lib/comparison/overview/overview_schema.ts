import * as z from "zod";
import { ComparedVersionSchema, IntervalSchema } from "../comparison_schema.ts";
import { GateSchema } from "../gate/gate_schema.ts";
import { NOISE_FINDINGS } from "../noise/noise_schema.ts";
import { ComparedReplaySchema } from "../replay/replay_schema.ts";

const Count = z.int().nonnegative();
const Share = z.number().min(0).max(1);

/** A difference of a version from A, as in its own summary.json but for the adjustment. */
const differenceKeys = {
  /** In percentage points, with the 95 % interval, which is of this difference alone. */
  points: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  p: Share,
  /** Adjusted by Benjamini and Hochberg for all fields of all versions together; the finding follows from it. */
  p_adjusted: Share,
};

const OverviewCoverageSchema = z.strictObject({
  ...differenceKeys,
  finding: z.enum(["more", "less", "alike", "undecided"]),
});
const OverviewNoiseSchema = z.strictObject({ ...differenceKeys, finding: z.enum(NOISE_FINDINGS) });
const OverviewLabelSchema = z.strictObject({
  ...differenceKeys,
  labels: Count,
  finding: z.enum(["better", "worse", "alike", "undecided"]),
});

/** How a version compares with A in a field, over the assignments with an output in both. */
export const OverviewCellSchema = z.strictObject({
  /** Whether it fills the field in more or fewer of them; null where there are none. */
  coverage: OverviewCoverageSchema.nullable(),
  /** Equal values / assignments of which either fills the field, and its 95 % interval; null where none does. */
  agreement: Share.nullable(),
  agreement_interval: IntervalSchema.nullable(),
  /** Whether A differs from it more often than from a further run of itself; null where there is no noise floor. */
  noise: OverviewNoiseSchema.nullable(),
  /** Whether it is right more often; null where there are no labels. */
  label: OverviewLabelSchema.nullable(),
});
export type OverviewCell = z.infer<typeof OverviewCellSchema>;

/** A version that is compared with A. */
export const OverviewVersionSchema = ComparedVersionSchema.extend({
  /** Assignments compared, and those of them with an output in both. */
  pairs: Count,
  both_ok: Count,
  /** The mean of the right shares over the labelled fields, less A's; `p_adjusted` is for the versions. Null without labels. */
  labels_macro: OverviewLabelSchema.nullable(),
  /** Why its figures hold for chosen posts only: that it, or A, has no posts but ones on which two versions disagree. Mostly empty. */
  replays: z.array(ComparedReplaySchema).default([]),
  /** Judged by the figures of this file; null where no rules were given. */
  gate: GateSchema.nullable(),
  /** The folder of its own comparison with A, beside this file. */
  folder: z.string(),
});
export type OverviewVersion = z.infer<typeof OverviewVersionSchema>;

/** The file overview.json: several versions, each compared with A over what both have. Holds no text of a message. */
export const OverviewSchema = z.strictObject({
  format: z.literal(1),
  /** ISO 8601. */
  compared_at: z.string(),
  a: ComparedVersionSchema,
  /** In the order in which they were named. Each was compared by itself, over the messages that it and A have. */
  versions: z.array(OverviewVersionSchema),
  window: z.strictObject({ since: z.string().nullable(), until: z.string().nullable() }),
  /** Marked ids; null is every channel. */
  channel_ids: z.array(z.int()).nullable(),
  /** The further run of A; null where none was named. */
  noise_version: z.string().nullable(),
  /** By path, in the order of canonical_json; a cell a version, in the order of `versions`. */
  fields: z.record(z.string(), z.array(OverviewCellSchema)),
});
export type Overview = z.infer<typeof OverviewSchema>;
