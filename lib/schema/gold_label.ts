import * as z from "zod";
import { AssignmentFieldsSchema } from "./tuition_assignment.ts";

/** One hand-labelled post, a line of a gold file. A key absent from `gold` is unlabelled and is not scored. */
export const GoldLabelSchema = z.object({
  agency: z.string(),
  channel: z.string(),
  n: z.int(),
  raw: z.string(),
  gold: AssignmentFieldsSchema.partial(),
});
export type GoldLabel = z.infer<typeof GoldLabelSchema>;
