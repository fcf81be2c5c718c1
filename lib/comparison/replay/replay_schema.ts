import * as z from "zod";

/** That posts were enqueued under one of the compared versions because two versions, these or others, disagree on them. */
export const ComparedReplaySchema = z.strictObject({
  /** The compared version that got the posts. */
  version: z.string(),
  /** The two that disagree. */
  version_a: z.string(),
  version_b: z.string(),
  /** The field in which they disagree; null where any counted. */
  path: z.string().nullable(),
  /** The kind of difference; null where any counted. */
  kind: z.string().nullable(),
  /** How many posts, of which the window may hold a part. */
  posts: z.int().nonnegative(),
});
export type ComparedReplay = z.infer<typeof ComparedReplaySchema>;
