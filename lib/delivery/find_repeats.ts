import type { Domain } from "../extraction/domain.ts";
import { loadToldReposts } from "../store/assignment_links.ts";
import type { Transaction } from "../store/database.ts";
import { loadPromotedVersions } from "../store/promotion.ts";
import { itemKey } from "./item_key.ts";
import { linkPosts } from "./link_assignments.ts";
import type { FindRepeats } from "./plan_deliveries.ts";

/**
 * Says which items are reposts of what people were told of already. Their posts are linked first, in the same transaction: what was
 * extracted a moment ago is known as a repost all the same.
 */
export function findRepeatsByLinks<Fields extends object>(domain: Domain<Fields>): FindRepeats {
  return async (transaction: Transaction, items) => {
    const [version] = await loadPromotedVersions(transaction);
    if (version === undefined || items.length === 0) return new Set();
    await linkPosts(transaction, domain, version, [...new Set(items.map(({ rawId }) => rawId))]);
    const told = await loadToldReposts(transaction, version, items);
    return new Set(told.map(({ rawId, segment }) => itemKey(rawId, segment)));
  };
}
