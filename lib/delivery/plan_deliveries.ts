import type { Announcement } from "../extraction/announcement.ts";
import { DOMAIN } from "../extraction/current_domain.ts";
import type { Domain } from "../extraction/domain.ts";
import type { DeliveryKind } from "../schema/outbox.ts";
import type { Transaction } from "../store/database.ts";
import { loadOpening } from "../store/delivery_gates.ts";
import {
  type DuePost,
  loadDuePosts,
  lockPlanning,
  savePlans,
  saveWantedMessages,
} from "../store/delivery_plans.ts";
import { loadPromotedVersions } from "../store/promotion.ts";
import { loadActiveSubscribers, markServed } from "../store/subscribers.ts";
import type { Subscriber } from "./match_subscribers.ts";
import { planPost } from "./plan_post.ts";

/** What decides who is told of what. */
export interface PlanOptions {
  /** The version of this run: where another is live, nothing is planned. Null: whatever is live. */
  readonly version: string | null;
  /** The channels that every open item is announced in, by their marked ids. */
  readonly channelIds: readonly number[];
  /** The most subscribers that are told of one item. */
  readonly dmLimit: number;
  /** Posts older than this are not announced. */
  readonly maxAgeSeconds: number;
  /** For so long after it was announced, a post's messages follow what becomes of it. */
  readonly watchSeconds: number;
  /** Whether to look for what became of announced posts, too. Default true. */
  readonly looksForChanges?: boolean;
  /** The most posts of a kind that are planned in one go. */
  readonly limit: number;
  /** Which of these items repeat one that was announced, by `itemKey`: they are not announced again. */
  readonly findRepeats?: FindRepeats;
}

/** Says which items repeat others that were announced; the answer is a part of the plan's transaction. */
export type FindRepeats = (
  transaction: Transaction,
  items: readonly { readonly rawId: number; readonly segment: number }[],
) => Promise<ReadonlySet<string>>;

/** What a plan came to. */
export interface PlannedDeliveries {
  /** Posts that were looked at. */
  readonly posts: number;
  /** Messages to be sent. */
  readonly planned: number;
  /** Messages whose text is another now, or that are to be taken back. */
  readonly changed: number;
  /** Items whose stored fields are not those of this checkout's schema. */
  readonly unreadable: number;
  /** Whether posts are left for the next plan. */
  readonly isMore: boolean;
  /** The version that is live where that is not ours; else null. */
  readonly otherVersion: string | null;
  /** Whether no version is live at all. */
  readonly isNothingLive: boolean;
  /** Whether the gate is closed: another run closed it, or the database was imported. */
  readonly isClosed: boolean;
}

const NOTHING: PlannedDeliveries = {
  posts: 0,
  planned: 0,
  changed: 0,
  unreadable: 0,
  isMore: false,
  otherVersion: null,
  isNothingLive: false,
  isClosed: false,
};

/**
 * Derives from the live assignments what should be in the chats of a kind, for posts that are new or changed since they were planned
 * last: an open item that is new enough is announced; one that changed gets its new text; one that closed is shown as closed; one
 * that is deleted, or offered no more, is taken back. Nothing is planned while the gate is closed, while another process plans, or
 * while another version is live.
 */
export async function planDeliveries(
  transaction: Transaction,
  kind: DeliveryKind,
  options: PlanOptions,
  now: Date,
): Promise<PlannedDeliveries> {
  if (!await lockPlanning(transaction)) return NOTHING;
  const openedAt = await loadOpening(transaction, kind);
  const [version] = await loadPromotedVersions(transaction);
  if (openedAt === null) return { ...NOTHING, isClosed: true };
  if (version === undefined) return { ...NOTHING, isNothingLive: true };
  if (options.version !== null && options.version !== version) return { ...NOTHING, otherVersion: version };
  const announcedFrom = new Date(Math.max(openedAt.getTime(), now.getTime() - options.maxAgeSeconds * 1000));
  const posts = await loadDuePosts(transaction, {
    kind,
    version,
    announcedFrom,
    watchedFrom: options.looksForChanges === false
      ? null
      : new Date(now.getTime() - options.watchSeconds * 1000),
    limit: options.limit,
  });
  if (posts.length === 0) return NOTHING;
  return await planPosts(transaction, kind, { ...options, version }, posts, announcedFrom, now);
}

async function planPosts(
  transaction: Transaction,
  kind: DeliveryKind,
  options: PlanOptions & { readonly version: string },
  posts: readonly DuePost[],
  announcedFrom: Date,
  now: Date,
): Promise<PlannedDeliveries> {
  const read = posts.map((post) => ({ post, ...readItems(DOMAIN, post) }));
  const items = read.flatMap(({ post, items }) =>
    [...items.keys()].map((segment) => ({ rawId: post.rawId, segment }))
  );
  const repeats = await options.findRepeats?.(transaction, items) ?? new Set();
  let subscribers: readonly Subscriber[] = kind === "dm" ? await loadActiveSubscribers(transaction) : [];
  const messages = [];
  const servedUs = new Map<number, number>();
  let nextUs = now.getTime() * 1000;
  const plans = [];
  for (const { post, items, unreadable } of read) {
    const planned = planPost({
      post,
      items,
      unreadable,
      repeats,
      recipients: kind === "dm"
        ? { kind, subscribers, limit: options.dmLimit }
        : { kind, channelIds: options.channelIds },
      announcedFrom,
      maxAgeSeconds: options.maxAgeSeconds,
    });
    messages.push(...planned.messages);
    for (const id of planned.served) servedUs.set(id, nextUs++);
    // Whoever is served by this post comes last for the next.
    subscribers = subscribers.map((subscriber) => ({
      ...subscriber,
      lastServedUs: servedUs.get(subscriber.id) ?? subscriber.lastServedUs,
    }));
    plans.push({ ...post, isAnnounced: post.rows.length > 0 || planned.messages.length > 0 });
  }
  const saved = await saveWantedMessages(transaction, kind, messages);
  if (servedUs.size > 0) await markServed(transaction, servedUs);
  await savePlans(transaction, kind, options.version, plans, now);
  return {
    posts: posts.length,
    ...saved,
    unreadable: read.reduce((sum, { unreadable }) => sum + unreadable.size, 0),
    isMore: posts.length === options.limit,
    otherVersion: null,
    isNothingLive: false,
    isClosed: false,
  };
}

/** The items of a post as people are told of them, by their segments; and the segments that cannot be read. */
function readItems<Fields extends object>(
  { announce, schema }: Pick<Domain<Fields>, "announce" | "schema">,
  post: DuePost,
): { readonly items: ReadonlyMap<number, Announcement>; readonly unreadable: ReadonlySet<number> } {
  const items = new Map<number, Announcement>();
  const unreadable = new Set<number>();
  for (const { segment, fields } of post.segments) {
    // A post of one item has its segments, which are null, beside its fields.
    const { segments: _, ...own } = fields;
    const parsed = schema.safeParse(own);
    if (!parsed.success) unreadable.add(segment);
    else if (announce !== null) items.set(segment, announce(parsed.data));
  }
  return { items, unreadable };
}
