import { SeededRandom } from "../../core/seeded_random.ts";
import { type ChannelName, loadChannelNames } from "../../store/channel_names.ts";
import type { Sql } from "../../store/database.ts";
import { loadMessageTexts } from "../../store/extraction_pairs.ts";
import { readInSnapshot } from "../../store/snapshot.ts";
import { comparableText } from "../../text/comparable_text.ts";
import { loadComparedVersions } from "../compare_versions.ts";
import { formatFieldValue } from "../format_field_value.ts";
import { type DisagreementFilter, iterDisagreements } from "./iter_disagreements.ts";
import { Reservoir } from "../reservoir.ts";
import type { Disagreement } from "./sample_disagreements.ts";

/** Which disagreements to load, and how many. */
export interface DisagreementRequest extends DisagreementFilter {
  /** What stands in the post or in one of the values, but for case and white space; null or absent is anything. */
  readonly text?: string | null;
  /** Disagreements to keep. */
  readonly limit: number;
  /** Another seed keeps others. Default 1. */
  readonly seed?: number;
}

/** Some disagreements with their posts. */
export interface LoadedDisagreements {
  /** How many there are, kept or not. */
  readonly found: number;
  /** As many as the limit, each as likely as any other; by message. */
  readonly disagreements: readonly Disagreement[];
  /** The posts of these, by raw id. */
  readonly texts: ReadonlyMap<number, string>;
  /** The names of all channels, by id. */
  readonly channels: ReadonlyMap<number, ChannelName>;
}

/**
 * Loads disagreements of two versions, all or those of a group (field, kind, channel), with their posts: in one snapshot and
 * bounded memory. The same stored outputs and seed give the same ones.
 *
 * @throws {UserError} If a version is unknown, or both are the same, or there is no such field.
 */
export async function loadDisagreements(
  sql: Sql,
  { text = null, limit, seed = 1, ...filter }: DisagreementRequest,
  { signal, onProgress }: {
    readonly signal?: AbortSignal;
    /** Messages read so far. */
    readonly onProgress?: (messages: number) => void;
  } = {},
): Promise<LoadedDisagreements> {
  const wanted = comparableText(text ?? "");
  return await readInSnapshot(sql, async (transaction) => {
    await loadComparedVersions(transaction, filter);
    const kept = new Reservoir<Disagreement>(limit, new SeededRandom(seed));
    let found = 0;
    let messages = 0;
    for await (const page of iterDisagreements(transaction, filter)) {
      signal?.throwIfAborted();
      const posts = wanted === ""
        ? new Map<number, string>()
        : await loadMessageTexts(transaction, rawIdsOf(page.disagreements));
      for (const disagreement of page.disagreements) {
        if (!holdsText(disagreement, posts.get(disagreement.rawId) ?? "", wanted)) continue;
        found++;
        kept.offer(() => disagreement);
      }
      messages += page.messages;
      onProgress?.(messages);
    }
    const disagreements = kept.kept.toSorted((one, other) =>
      one.rawId - other.rawId || one.segment - other.segment
    );
    return {
      found,
      disagreements,
      texts: await loadMessageTexts(transaction, rawIdsOf(disagreements)),
      channels: await loadChannelNames(transaction),
    };
  });
}

function rawIdsOf(disagreements: readonly Disagreement[]): number[] {
  return [...new Set(disagreements.map(({ rawId }) => rawId))];
}

function holdsText({ a, b }: Disagreement, post: string, wanted: string): boolean {
  return wanted === "" ||
    [post, formatFieldValue(a), formatFieldValue(b)].some((text) => comparableText(text).includes(wanted));
}
