import { sha256Hex } from "../../core/fingerprint.ts";
import { SeededRandom } from "../../core/seeded_random.ts";
import type { Field } from "../../schema/field_paths.ts";
import type { LabelledPost } from "../../schema/label.ts";
import { FieldReader } from "../../schema/read_field.ts";
import { loadChannelNames } from "../../store/channel_names.ts";
import type { Sql } from "../../store/database.ts";
import { iterExtractionPairs, loadMessageTexts, type PairQuery } from "../../store/extraction_pairs.ts";
import { readInSnapshot } from "../../store/snapshot.ts";
import { loadComparedVersions } from "../compare_versions.ts";
import { type LabelCase, LabelSampler } from "./label_sampler.ts";
import { FieldComparer } from "../differences/field_comparer.ts";
import { pairVersions } from "../pair_versions.ts";

/** Which cases to draw. */
export interface LabelQuery extends PairQuery {
  readonly fields: readonly Field[];
  /** Labels to be made. */
  readonly budget: number;
  readonly seed: number;
}

/** A case with its post. */
export interface CaseOfPost extends LabelCase {
  readonly textSha256: string;
  readonly post: LabelledPost;
}

/**
 * Draws the cases to be labelled from all that two versions finished on the same text, in one snapshot and bounded memory. The same
 * stored outputs and seed give the same cases, whoever asks and how often.
 *
 * @throws {UserError} If a version is unknown, or both are the same.
 */
export async function loadLabelCases(
  sql: Sql,
  query: LabelQuery,
  { signal, onProgress }: {
    readonly signal?: AbortSignal;
    readonly onProgress?: (messages: number) => void;
  } = {},
): Promise<CaseOfPost[]> {
  return await readInSnapshot(sql, async (transaction) => {
    await loadComparedVersions(transaction, query);
    const channels = await loadChannelNames(transaction);
    const reader = new FieldReader(query.fields);
    const comparer = new FieldComparer(query.fields);
    const sampler = new LabelSampler(query.fields, query.budget, new SeededRandom(query.seed));
    let messages = 0;
    for await (const rows of iterExtractionPairs(transaction, query, query.fields)) {
      signal?.throwIfAborted();
      for (const row of rows) {
        for (const pair of pairVersions(row, reader, comparer).pairs) sampler.add(pair, row.text_hash);
      }
      onProgress?.(messages += rows.length);
    }
    const cases = sampler.draw();
    const texts = await loadMessageTexts(transaction, [...new Set(cases.map(({ rawId }) => rawId))]);
    return cases.map((labelCase) => {
      const rawText = texts.get(labelCase.rawId) ?? "";
      const { channelLink, title } = channels.get(labelCase.channelId) ?? { channelLink: null, title: null };
      const id = String(labelCase.channelId);
      const post = {
        rawText,
        agency: title ?? channelLink ?? id,
        channel: channelLink ?? id,
        n: labelCase.messageId,
      };
      return { ...labelCase, post, textSha256: sha256Hex(rawText) };
    });
  });
}
