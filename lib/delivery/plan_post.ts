import type { Announcement } from "../extraction/announcement.ts";
import type { DuePost, WantedMessage } from "../store/delivery_plans.ts";
import { formatAnnouncement } from "./format_announcement.ts";
import { matchSubscribers, type Subscriber } from "./match_subscribers.ts";
import { itemKey } from "./item_key.ts";

/** Who can be told of an item. */
export type Recipients =
  | { readonly kind: "broadcast"; readonly channelIds: readonly number[] }
  | { readonly kind: "dm"; readonly subscribers: readonly Subscriber[]; readonly limit: number };

/** All that decides what is to be sent about a post. */
export interface PostToPlan {
  readonly post: DuePost;
  /** Its items by their segments. */
  readonly items: ReadonlyMap<number, Announcement>;
  /** Segments that are there and cannot be read: their messages stay as they are. */
  readonly unreadable: ReadonlySet<number>;
  /** Items that repeat others, by `itemKey`. */
  readonly repeats: ReadonlySet<string>;
  readonly recipients: Recipients;
  /** Older posts are not announced. */
  readonly announcedFrom: Date;
  readonly maxAgeSeconds: number;
}

/** What should be in the chats about a post, and which subscribers are served, in their order, once an item. */
export interface PlannedPost {
  readonly messages: readonly WantedMessage[];
  readonly served: readonly number[];
}

/** Plans the messages about one post: what becomes of those there are, and new ones for items that nobody was told of. */
export function planPost(plan: PostToPlan): PlannedPost {
  const { post, items } = plan;
  const expiresAt = new Date(post.messageDate.getTime() + plan.maxAgeSeconds * 1000);
  const messages: WantedMessage[] = [];
  const served: number[] = [];
  const want = (target: number, segment: number, item: Announcement | undefined) => {
    const base = { target, rawId: post.rawId, segment, expiresAt };
    messages.push(
      item === undefined
        ? { ...base, wanted: "gone", body: null }
        : { ...base, wanted: item.isOpen ? "open" : "closed", body: formatAnnouncement(item, post) },
    );
  };
  for (const { segment, target } of post.rows) {
    const item = items.get(segment);
    // What is not there while the post is being extracted, or cannot be read, is not known to be gone.
    const isUnknown = item === undefined &&
      !post.isDeleted && (!post.isFinished || plan.unreadable.has(segment));
    if (!isUnknown) want(target, segment, item);
  }
  if (post.isDeleted || post.messageDate < plan.announcedFrom) return { messages, served };
  for (const [segment, item] of items) {
    if (!item.isOpen || plan.repeats.has(itemKey(post.rawId, segment))) continue;
    const told = new Set(post.rows.filter((row) => row.segment === segment).map(({ target }) => target));
    if (plan.recipients.kind === "broadcast") {
      for (const channelId of plan.recipients.channelIds) {
        if (!told.has(channelId)) want(channelId, segment, item);
      }
    } else {
      const { subscribers, limit } = plan.recipients;
      const untold = subscribers.filter(({ chatId }) => !told.has(chatId));
      for (const { id, chatId } of matchSubscribers(item.facts, untold, limit - told.size)) {
        served.push(id);
        want(chatId, segment, item);
      }
    }
  }
  return { messages, served };
}
