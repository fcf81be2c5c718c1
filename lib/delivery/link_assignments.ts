import type { Domain } from "../extraction/domain.ts";
import type { Likeness, Traits } from "../extraction/likeness.ts";
import {
  type AssignmentItem,
  deleteKeys,
  type Linkable,
  loadChains,
  loadEarlierMatches,
  loadLaterMatches,
  loadLinkables,
  loadPostsToLink,
  type PostCursor,
  saveKeys,
} from "../store/assignment_keys.ts";
import {
  type AssignmentLink,
  deleteStrayLinks,
  lockLinking,
  type SavedLinks,
  saveLinks,
} from "../store/assignment_links.ts";
import type { Sql, Transaction } from "../store/database.ts";
import { loadPromotedVersions } from "../store/promotion.ts";
import { itemKey } from "./item_key.ts";
import { planReposts } from "./plan_reposts.ts";

/** Which posts are linked. */
export interface LinkOptions {
  /** Posts from then on are looked at; null for all. Those that they are linked to may be older. */
  readonly since: Date | null;
  /** Ends it between two pages. */
  readonly signal?: AbortSignal;
  /** Whether posts are linked anew that have not changed, as after a change of the rules by which they are. Default false. */
  readonly again?: boolean;
  /** Posts a transaction. Default 200. */
  readonly pageSize?: number;
}

/** What linking came to. */
export interface LinkedAssignments {
  /** Posts that were new, or in another state than they were linked in. */
  readonly posts: number;
  /** Links that are new or changed. */
  readonly written: number;
  /** Links that hold no more. */
  readonly removed: number;
}

const DEFAULT_PAGE_SIZE = 200;
const WEEK_MS = 7 * 24 * 3_600_000;
/** How long after one agency another posts the same assignment. */
const MATCH_DAYS = 7;

/**
 * Brings the links of the live version up to date: which posts repeat which, and which are of one assignment although of other agencies.
 * Only posts that changed since they were linked cost anything, and what they are held against. Running it twice changes nothing; so
 * does stopping it, for a page is a transaction. A link follows from the posts as they stand, not from the order in which they came.
 */
export async function linkAssignments<Fields extends object>(
  sql: Sql,
  domain: Domain<Fields>,
  { since, signal, again = false, pageSize = DEFAULT_PAGE_SIZE }: LinkOptions,
): Promise<LinkedAssignments> {
  const [version] = await loadPromotedVersions(sql);
  let total: LinkedAssignments = { posts: 0, written: 0, removed: 0 };
  if (version === undefined || domain.likeness === null) return total;
  if (again) await deleteKeys(sql, version, since);
  let after: PostCursor | null = null;
  while (!signal?.aborted) {
    const posts: PostCursor[] = await loadPostsToLink(sql, version, since, after, pageSize);
    after = posts.at(-1) ?? null;
    if (after === null) break;
    const rawIds = posts.map(({ rawId }) => rawId);
    const saved = await sql.begin((transaction) => linkPosts(transaction, domain, version, rawIds));
    total = {
      posts: total.posts + posts.length,
      written: total.written + saved.written,
      removed: total.removed + saved.removed,
    };
  }
  return total;
}

/** Links these posts, and those that they have to do with, within a transaction. */
export async function linkPosts<Fields extends object>(
  transaction: Transaction,
  domain: Domain<Fields>,
  version: string,
  rawIds: readonly number[],
): Promise<SavedLinks> {
  const { likeness } = domain;
  if (likeness === null) return { written: 0, removed: 0 };
  await lockLinking(transaction);
  const own = (await loadLinkables(transaction, rawIds)).map((linkable) => readLinkable(domain, linkable));
  // What they had to do with so far may change as much as what they have to do with from now on.
  const chainsBefore = await loadChains(transaction, version, rawIds);
  const laterBefore = await loadLaterMatches(transaction, version, rawIds, MATCH_DAYS);
  await saveKeys(transaction, version, rawIds, own.map(describeKeys));
  const stray = await deleteStrayLinks(transaction, version, rawIds);
  const chains = [...chainsBefore, ...await loadChains(transaction, version, rawIds)];
  const later = await loadLaterMatches(transaction, version, rawIds, MATCH_DAYS);
  const affected = distinct([...rawIds, ...laterBefore, ...later]);
  const matches = await loadEarlierMatches(transaction, version, affected, MATCH_DAYS);

  const isOwn = new Set(rawIds);
  const known = distinct([
    ...chains.map(({ rawId }) => rawId),
    ...affected,
    ...matches.map(({ earlier }) => earlier.rawId),
  ]).filter((rawId) => !isOwn.has(rawId));
  const others = (await loadLinkables(transaction, known)).map((linkable) => readLinkable(domain, linkable));
  const items = new Map(
    [...own, ...others].map((item) => [itemKey(item.linkable.rawId, item.linkable.segment), item]),
  );
  const reposts = await saveLinks(
    transaction,
    version,
    "repost",
    chains,
    planChains(likeness, chains, items),
  );
  const inScope = new Set(affected);
  const scope = [...items.values()].map(({ linkable }) => linkable).filter(({ rawId }) => inScope.has(rawId));
  const nearDuplicates = await saveLinks(
    transaction,
    version,
    "near_duplicate",
    scope,
    planNearDuplicates(likeness, matches, items),
  );
  return {
    written: reposts.written + nearDuplicates.written,
    removed: reposts.removed + nearDuplicates.removed + stray,
  };
}

/** An assignment with its traits, which are null where its stored fields are not those of this checkout's schema. */
interface ReadItem {
  readonly linkable: Linkable;
  readonly traits: Traits | null;
}

function readLinkable<Fields extends object>(
  { schema, likeness }: Domain<Fields>,
  linkable: Linkable,
): ReadItem {
  // A post of one assignment has its segments, which are null, beside its fields.
  const { segments: _, ...fields } = linkable.fields;
  const parsed = schema.safeParse(fields);
  const traits = parsed.success ? likeness?.findTraits(parsed.data, linkable.text) ?? null : null;
  return { linkable, traits };
}

/** Under its own week and the next, a key finds what came up to a week before or after. */
function describeKeys({ linkable, traits }: ReadItem) {
  const week = Math.floor(linkable.postedAt.getTime() / WEEK_MS);
  return {
    ...linkable,
    repostKey: traits?.repostKey ?? null,
    matchKeys: (traits?.matchKeys ?? []).flatMap((key) => [`${week} ${key}`, `${week + 1} ${key}`]),
  };
}

function planChains<Fields>(
  { contradicts }: Likeness<Fields>,
  chained: readonly AssignmentItem[],
  items: ReadonlyMap<string, ReadItem>,
): AssignmentLink[] {
  const keys = distinct(chained.map(({ rawId, segment }) => itemKey(rawId, segment)));
  const posts = keys.flatMap((key) => {
    const item = items.get(key);
    return item?.traits ? [{ ...item.linkable, traits: item.traits }] : [];
  });
  const chains = Map.groupBy(posts, ({ channelId, traits }) => `${channelId} ${traits.repostKey}`);
  return [...chains.values()].flatMap((chain) => planReposts(chain, contradicts));
}

/** Links each item to the most alike of the earlier ones of other channels, if it is alike enough; of equal ones, to the earliest. */
function planNearDuplicates<Fields>(
  { score, threshold }: Likeness<Fields>,
  matches: readonly { readonly item: AssignmentItem; readonly earlier: AssignmentItem }[],
  items: ReadonlyMap<string, ReadItem>,
): AssignmentLink[] {
  const best = new Map<string, AssignmentLink>();
  for (const { item, earlier } of matches) {
    const key = itemKey(item.rawId, item.segment);
    const traits = items.get(key)?.traits;
    const earlierTraits = items.get(itemKey(earlier.rawId, earlier.segment))?.traits;
    if (!traits || !earlierTraits) continue;
    const found = score(traits, earlierTraits);
    if (found >= threshold && found > (best.get(key)?.score ?? 0)) {
      best.set(key, { item, of: earlier, score: found, bumpedAt: null });
    }
  }
  return [...best.values()];
}

function distinct<Value>(values: readonly Value[]): Value[] {
  return [...new Set(values)];
}
