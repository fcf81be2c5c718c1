import { DOMAIN } from "../../extraction/current_domain.ts";
import { openOutputFile, type WrittenFile } from "../../files/open_output_file.ts";
import type { Field } from "../../schema/field_paths.ts";
import type { GoldLabel, LabelOrigin } from "../../schema/gold_label.ts";
import type { Label, LabelledPost } from "../../schema/label.ts";
import { writeField } from "../../schema/write_field.ts";
import type { Sql } from "../../store/database.ts";
import { iterLabelledPosts } from "../../store/labels.ts";
import { readInSnapshot } from "../../store/snapshot.ts";

/** A line of a file of labels, whatever the domain. */
export type GoldFileLine = Omit<GoldLabel, "gold"> & { readonly gold: Readonly<Record<string, unknown>> };

/** What was exported. */
export interface LabelExport {
  readonly file: WrittenFile;
  readonly lines: number;
  readonly labels: number;
  /** Labels of fields that the domain does not have, which no line can hold. */
  readonly leftOut: number;
}

/** Writes the labels that hold as a gold file, JSON Lines: one line an item of a post. Corrected and undone ones stay behind. */
export async function exportLabels(
  sql: Sql,
  path: string,
  signal: AbortSignal,
  fields: readonly Field[] = DOMAIN.fields,
): Promise<LabelExport> {
  using file = await openOutputFile(path);
  const counts = { lines: 0, labels: 0, leftOut: 0 };
  await readInSnapshot(sql, async (transaction) => {
    for await (const { post, labels } of iterLabelledPosts(transaction)) {
      signal.throwIfAborted();
      for (const [segment, own] of Map.groupBy(labels, ({ segment }) => segment)) {
        const line = goldFileLine(post, segment, own, fields);
        const written = Object.keys(line.labels).length;
        counts.labels += written;
        counts.leftOut += own.length - written;
        if (written === 0) continue;
        counts.lines++;
        await file.write(`${JSON.stringify(line)}\n`);
      }
    }
  });
  return { file: await file.finish(), ...counts };
}

/** One line: the labels of an item, in the order of the fields. */
export function goldFileLine(
  { rawText, agency, channel, n }: LabelledPost,
  segment: number,
  labels: readonly Label[],
  fields: readonly Field[],
): GoldFileLine {
  const gold: Record<string, unknown> = {};
  const origins: Record<string, LabelOrigin> = {};
  for (const field of fields) {
    const label = labels.find((label) => label.field === field.path);
    if (label === undefined) continue;
    writeField(gold, field, label.value);
    origins[field.path] = {
      id: label.id,
      verdict: label.verdict,
      version_a: label.versionA,
      version_b: label.versionB,
      also_right: label.alsoRight === null ? null : plainCopy(label.alsoRight),
      labeler: label.labeler,
      labeled_at: label.labeledAt.toISOString(),
      inclusion_probability: label.inclusionProbability,
    };
  }
  return { agency, channel, n, raw: rawText, segment, gold, labels: origins };
}

function plainCopy(value: string | number | readonly string[]): string | number | string[] {
  return typeof value === "object" ? [...value] : value;
}
