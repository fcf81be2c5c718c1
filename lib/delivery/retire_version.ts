import type { Sql } from "../store/database.ts";
import { takePromotionBack } from "../store/promotion.ts";
import { type PrunedVersion, pruneVersion } from "./prune_version.ts";

/**
 * Takes a version out of use whose outputs can be made again at any time: takes its promotion back if it is live, exports it to a
 * file in `folder` and removes it.
 */
export async function retireVersion(sql: Sql, version: string, folder: string): Promise<PrunedVersion> {
  await takePromotionBack(sql, version);
  return await pruneVersion(sql, version, folder);
}
