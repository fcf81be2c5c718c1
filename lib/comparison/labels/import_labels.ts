import { sha256Hex } from "../../core/fingerprint.ts";
import { DOMAIN } from "../../extraction/current_domain.ts";
import type { Domain } from "../../extraction/domain.ts";
import { openOutputFile, type OutputFile, type WrittenFile } from "../../files/open_output_file.ts";
import type { Field } from "../../schema/field_paths.ts";
import type { LabelOrigin } from "../../schema/gold_label.ts";
import { readField } from "../../schema/read_field.ts";
import type { Sql } from "../../store/database.ts";
import { loadLabels, type NewLabel, saveLabel } from "../../store/labels.ts";
import { sameFieldValue } from "../differences/field_equality.ts";
import { type GoldPost, iterGoldFile } from "./iter_gold_file.ts";
import { isLabelled } from "./score_gold.ts";

/** What an import did: the lines that are posts and the bad ones add up to all, and so do the five kinds of labels. */
export interface LabelImport {
  posts: number;
  readonly badLines: { readonly lineNumber: number; readonly reason: string }[];
  labels: number;
  /** Of fields that had no label. */
  added: number;
  /** They say otherwise than the label there was, which they supersede. */
  corrected: number;
  /** They are stored already. */
  unchanged: number;
  /** The label that is stored is younger and says otherwise; it holds. */
  older: number;
  /** How many are of fields that are not labelled, by path; they are not stored. */
  readonly notLabelled: Map<string, number>;
  /** Where the bad lines are, as they were found; null where there are none. */
  rejects: WrittenFile | null;
}

export interface LabelImportOptions {
  /** Who labelled, where a line does not say. */
  readonly labeler: string;
  /** When, where a line does not say. */
  readonly now: Date;
  /** The file in which bad lines are kept aside. */
  readonly rejectsPath: string;
  readonly signal: AbortSignal;
  readonly onProgress?: (posts: number) => void;
}

/**
 * Stores the labels of a gold file, be it hand-written or exported. A line is stored whole or not at all; importing a file again
 * changes nothing.
 *
 * @throws {UserError} If the file cannot be opened.
 */
export async function importLabels(
  sql: Sql,
  path: string,
  options: LabelImportOptions,
  { fields, labelSchema }: Pick<Domain<object>, "fields" | "labelSchema"> = DOMAIN,
): Promise<LabelImport> {
  const counts: LabelImport = {
    posts: 0,
    badLines: [],
    labels: 0,
    added: 0,
    corrected: 0,
    unchanged: 0,
    older: 0,
    notLabelled: new Map(),
    rejects: null,
  };
  using opened = new DisposableStack();
  let rejects: OutputFile | null = null;
  for await (const line of iterGoldFile(path, labelSchema)) {
    options.signal.throwIfAborted();
    const reason = line.kind === "bad" ? line.reason : findUnlabelledOrigin(line.label);
    if (line.kind === "bad" || reason !== null) {
      counts.badLines.push({ lineNumber: line.lineNumber, reason: reason ?? "" });
      rejects ??= opened.use(await openOutputFile(options.rejectsPath));
      const whole = line.kind === "bad" ? line.line : line.label;
      await rejects.write(`${JSON.stringify({ line_number: line.lineNumber, reason, line: whole })}\n`);
      continue;
    }
    counts.posts++;
    await storeLine(sql, line.label, fields, options, counts);
    options.onProgress?.(counts.posts);
  }
  counts.rejects = await rejects?.finish() ?? null;
  return counts;
}

function findUnlabelledOrigin({ gold, labels }: GoldPost): string | null {
  const field = Object.keys(labels).find((path) => !isLabelled(gold, path));
  return field === undefined ? null : `labels.${field}: gold has no label of it`;
}

async function storeLine(
  sql: Sql,
  { raw, agency, channel, n, segment, gold, labels }: GoldPost,
  fields: readonly Field[],
  options: LabelImportOptions,
  counts: LabelImport,
): Promise<void> {
  const stored = (await loadLabels(sql, [sha256Hex(raw)])).filter((label) => label.segment === segment);
  const news: NewLabel[] = [];
  for (const field of fields.filter(({ path }) => isLabelled(gold, path))) {
    counts.labels++;
    if (field.isScored === false) {
      counts.notLabelled.set(field.path, (counts.notLabelled.get(field.path) ?? 0) + 1);
      continue;
    }
    const known = stored.find((label) => label.field === field.path);
    const origin = labels[field.path];
    const value = readField(gold, field);
    if (known && (origin ? origin.id === known.id : sameFieldValue(value, known.value, field.kind))) {
      counts.unchanged++;
    } else if (known && origin && new Date(origin.labeled_at) <= known.labeledAt) counts.older++;
    else {news.push({
        id: origin?.id ?? crypto.randomUUID(),
        segment,
        field: field.path,
        value,
        ...describeOrigin(origin, options),
      });}
  }
  if (news.length === 0) return;
  const post = { rawText: raw, agency, channel, n };
  const { corrected } = await sql.begin(async (transaction) => {
    const corrected: (string | null | undefined)[] = [];
    for (const label of news) corrected.push(await saveLabel(transaction, post, label));
    return { corrected };
  });
  for (const id of corrected) counts[id === undefined ? "unchanged" : id === null ? "added" : "corrected"]++;
}

/** Where a label of a line came from; of one that was written by hand only the line's file is known. */
function describeOrigin(
  origin: LabelOrigin | undefined,
  { labeler, now }: LabelImportOptions,
): Omit<NewLabel, "id" | "segment" | "field" | "value"> {
  return {
    alsoRight: origin?.also_right ?? null,
    verdict: origin?.verdict ?? "direct",
    versionA: origin?.version_a ?? null,
    versionB: origin?.version_b ?? null,
    labeler: origin?.labeler ?? labeler,
    labeledAt: origin ? new Date(origin.labeled_at) : now,
    inclusionProbability: origin?.inclusion_probability ?? null,
  };
}
