import { DOMAIN } from "../../extraction/current_domain.ts";
import type { Field } from "../../schema/field_paths.ts";
import type { Label } from "../../schema/label.ts";
import { readField } from "../../schema/read_field.ts";
import { writeField } from "../../schema/write_field.ts";
import type { Sql } from "../../store/database.ts";
import { iterLabelledPosts } from "../../store/labels.ts";
import { loadTextOutputs } from "../../store/load_text_outputs.ts";
import { loadVersion } from "../../store/load_version.ts";
import { readInSnapshot } from "../../store/snapshot.ts";
import { sameFieldValue } from "../differences/field_equality.ts";
import { type GoldPair, type GoldScore, scoreGold } from "./score_gold.ts";
import { segmentOutput } from "../segment_output.ts";

/** A stored version's score against the stored labels, whole and by agency. */
export interface StoredScore {
  readonly total: GoldScore;
  readonly byAgency: readonly { readonly agency: string; readonly score: GoldScore }[];
  /** Posts that the version gave no output for, by its reason; they are scored as answering nothing. */
  readonly withoutOutput: ReadonlyMap<string, number>;
  /** Labelled posts that the version has not read; they are not scored. */
  readonly unread: number;
}

/**
 * Scores the stored outputs of a version against the stored labels of the same texts, all of which count once: how often one was asked
 * for has no say. Nothing is extracted anew.
 *
 * @throws {UserError} If the version is unknown.
 */
export async function scoreStoredVersion(
  sql: Sql,
  version: string,
  fields: readonly Field[] = DOMAIN.fields,
): Promise<StoredScore> {
  return await readInSnapshot(sql, async (transaction) => {
    await loadVersion(transaction, version);
    const posts = await Array.fromAsync(iterLabelledPosts(transaction));
    const hashes = posts.flatMap(({ labels: [first] }) => first?.textSha256 ?? []);
    const outputs = await loadTextOutputs(transaction, version, hashes);
    const byHash = new Map(outputs.map((output) => [output.textSha256, output]));
    const pairs: { readonly agency: string; readonly pair: GoldPair }[] = [];
    const reasons: string[] = [];
    let unread = 0;
    for (const { post, labels } of posts) {
      const found = byHash.get(labels[0]?.textSha256 ?? "");
      if (found === undefined) {
        unread++;
        continue;
      }
      if (found.reason !== null) reasons.push(found.reason);
      for (const [segment, own] of Map.groupBy(labels, ({ segment }) => segment)) {
        const output = segmentOutput(found.output, segment);
        pairs.push({ agency: post.agency, pair: { gold: goldOf(own, output, fields), output } });
      }
    }
    return {
      total: scoreGold(pairs.map(({ pair }) => pair), fields),
      byAgency: [...Map.groupBy(pairs, ({ agency }) => agency)]
        .map(([agency, own]) => ({ agency, score: scoreGold(own.map(({ pair }) => pair), fields) })),
      withoutOutput: new Map(
        [...Map.groupBy(reasons, (reason) => reason)].map(([reason, all]) => [reason, all.length]),
      ),
      unread,
    };
  });
}

/** The labels of an item; where two values are right, the one that the output has. */
function goldOf(labels: readonly Label[], output: unknown, fields: readonly Field[]): object {
  const gold: Record<string, unknown> = {};
  for (const field of fields) {
    const label = labels.find((label) => label.field === field.path);
    if (label === undefined) continue;
    const hasOther = label.alsoRight !== null &&
      sameFieldValue(readField(output, field), label.alsoRight, field.kind);
    writeField(gold, field, hasOther ? label.alsoRight : label.value);
  }
  return gold;
}
