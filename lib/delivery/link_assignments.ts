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
  saveGroups,
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
  /** Gets what it came to so far, after each page. */
  readonly onPage?: (soFar: LinkedAssignments) => unknown;
}

/** What linking came to. */
export interface LinkedAssignments {
  /** Posts that were new, or in another state than they were linked in. */
  readonly posts: number;
  /** Links that are new or changed. */
  readonly written: number;
  /** Links that hold no more. */
  readonly removed: number;
  /** Assignments whose stored fields are not those of this checkout's schema: they stand for themselves. */
  readonly unreadable: number;
}

const NOTHING = { written: 0, removed: 0, unreadable: 0 };
const DEFAULT_PAGE_SIZE = 200;
const DAY_MS = 24 * 3_600_000;
const WEEK_MS = 7 * DAY_MS;
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
  { since, signal, again = false, pageSize = DEFAULT_PAGE_SIZE, onPage }: LinkOptions,
): Promise<LinkedAssignments> {
  const [version] = await loadPromotedVersions(sql);
  let total: LinkedAssignments = { posts: 0, ...NOTHING };
  if (version === undefined || domain.likeness === null) return total;
  if (again) await deleteKeys(sql, version, since);
  // Pages come in the order of time: what one is held against was read for those before it.
  const read: ReadPosts = new Map();
  let after: PostCursor | null = null;
  while (!signal?.aborted) {
    const posts: PostCursor[] = await loadPostsToLink(sql, version, since, after, pageSize);
    after = posts.at(-1) ?? null;
    if (after === null) break;
    const rawIds = posts.map(({ rawId }) => rawId);
    const saved = await sql.begin((transaction) => linkPosts(transaction, domain, version, rawIds, read));
    total = {
      posts: total.posts + posts.length,
      written: total.written + saved.written,
      removed: total.removed + saved.removed,
      unreadable: total.unreadable + saved.unreadable,
    };
    forgetOlder(read, rawIds);
    onPage?.(total);
  }
  return total;
}

/** Links these posts, and those that they have to do with, within a transaction. */
export async function linkPosts<Fields extends object>(
  transaction: Transaction,
  domain: Domain<Fields>,
  version: string,
  rawIds: readonly number[],
  read: ReadPosts = new Map(),
): Promise<Omit<LinkedAssignments, "posts">> {
  const { likeness } = domain;
  if (likeness === null) return NOTHING;
  await lockLinking(transaction);
  const own = await readPosts(transaction, domain, version, rawIds, read);
  // What they had to do with so far may change as much as what they have to do with from now on.
  const chainsBefore = await loadChains(transaction, version, rawIds);
  const laterBefore = await loadLaterMatches(transaction, version, rawIds, MATCH_DAYS);
  await saveKeys(transaction, version, rawIds, own.map(describeKeys));
  const stray = await deleteStrayLinks(transaction, version, rawIds);
  const chained = distinctItems([...chainsBefore, ...await loadChains(transaction, version, rawIds)]);
  const later = await loadLaterMatches(transaction, version, rawIds, MATCH_DAYS);
  const affected = distinct([...rawIds, ...laterBefore, ...later]);
  const matches = await loadEarlierMatches(transaction, version, affected, MATCH_DAYS);

  // Whether the posts of a chain are open has to be known as it is now; the others are only held against each other.
  const isOwn = new Set(rawIds);
  const inChains = distinct(chained.map(({ rawId }) => rawId)).filter((rawId) => !isOwn.has(rawId));
  await readPosts(transaction, domain, version, inChains, read);
  const matched = distinct([...affected, ...matches.map(({ earlier }) => earlier.rawId)]);
  await readPosts(transaction, domain, version, matched.filter((rawId) => !read.has(rawId)), read);

  const reposts = await saveLinks(
    transaction,
    version,
    "repost",
    chained,
    planChains(likeness, chained, read),
  );
  const nearDuplicates = await saveLinks(
    transaction,
    version,
    "near_duplicate",
    affected.flatMap((rawId) => read.get(rawId) ?? []),
    planNearDuplicates(likeness, matches, read),
  );
  const written = [...reposts.written, ...nearDuplicates.written];
  const removed = [...reposts.removed, ...nearDuplicates.removed, ...stray];
  await saveGroups(transaction, version, distinctItems([...written, ...removed]));
  return {
    written: written.length,
    removed: removed.length,
    unreadable: own.filter(({ traits }) => traits === null).length,
  };
}

/** An assignment with its traits, which are null where its stored fields are not those of this checkout's schema. */
type ReadItem = Omit<Linkable, "fields" | "text"> & { readonly traits: Traits | null };

/** What was read of posts, by their raw ids. */
type ReadPosts = Map<number, readonly ReadItem[]>;

/** Reads the assignments of these posts as they are now. */
async function readPosts<Fields extends object>(
  transaction: Transaction,
  { schema, likeness }: Domain<Fields>,
  version: string,
  rawIds: readonly number[],
  read: ReadPosts,
): Promise<ReadItem[]> {
  const items = (await loadLinkables(transaction, version, rawIds)).map(
    ({ fields, text, ...item }): ReadItem => {
      // A post of one assignment has its segments, which are null, beside its fields.
      const { segments: _, ...own } = fields;
      const parsed = schema.safeParse(own);
      return { ...item, traits: parsed.success ? likeness?.findTraits(parsed.data, text) ?? null : null };
    },
  );
  const byPost = Map.groupBy(items, ({ rawId }) => rawId);
  for (const rawId of rawIds) read.set(rawId, byPost.get(rawId) ?? []);
  return items;
}

function findItem(read: ReadPosts, { rawId, segment }: AssignmentItem): ReadItem | undefined {
  return read.get(rawId)?.find((item) => item.segment === segment);
}

/** Keeps what the posts after these can be held against. */
function forgetOlder(read: ReadPosts, rawIds: readonly number[]): void {
  const times = rawIds.flatMap((rawId) => (read.get(rawId) ?? []).map(({ postedAt }) => postedAt.getTime()));
  const horizon = Math.max(...times) - (MATCH_DAYS + 1) * DAY_MS;
  for (const [rawId, [item]] of read) {
    if (item === undefined || item.postedAt.getTime() < horizon) read.delete(rawId);
  }
}

/** Under its own week and the next, a key finds what came up to a week before or after. */
function describeKeys({ traits, ...item }: ReadItem) {
  const week = Math.floor(item.postedAt.getTime() / WEEK_MS);
  return {
    ...item,
    repostKey: traits?.repostKey ?? null,
    matchKeys: (traits?.matchKeys ?? []).flatMap((key) => [`${week} ${key}`, `${week + 1} ${key}`]),
  };
}

function planChains<Fields>(
  { contradicts }: Likeness<Fields>,
  chained: readonly AssignmentItem[],
  read: ReadPosts,
): AssignmentLink[] {
  const posts = chained.flatMap((item) => {
    const found = findItem(read, item);
    return found?.traits ? [{ ...found, traits: found.traits }] : [];
  });
  const chains = Map.groupBy(posts, ({ channelId, traits }) => `${channelId} ${traits.repostKey}`);
  return [...chains.values()].flatMap((chain) => planReposts(chain, contradicts));
}

/** Links each item to the most alike of the earlier ones of other channels, if it is alike enough; of equal ones, to the earliest. */
function planNearDuplicates<Fields>(
  { score, threshold }: Likeness<Fields>,
  matches: readonly { readonly item: AssignmentItem; readonly earlier: AssignmentItem }[],
  read: ReadPosts,
): AssignmentLink[] {
  const best = new Map<string, AssignmentLink>();
  for (const { item, earlier } of matches) {
    const traits = findItem(read, item)?.traits;
    const earlierTraits = findItem(read, earlier)?.traits;
    if (!traits || !earlierTraits) continue;
    const key = itemKey(item.rawId, item.segment);
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

function distinctItems(items: readonly AssignmentItem[]): AssignmentItem[] {
  return [...new Map(items.map((item) => [itemKey(item.rawId, item.segment), item])).values()];
}
