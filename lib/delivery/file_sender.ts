import { dirname } from "node:path";
import { errorMessage } from "../core/errors.ts";
import { OUT_FOLDER } from "../files/out_folder.ts";
import type { Claim } from "../store/outbox_claims.ts";
import type { AnnouncementSender, Attempt } from "./announcement_sender.ts";

/** Where announcements go that no bot can send. */
export const ANNOUNCEMENTS_FILE = `${OUT_FOLDER}/announcements.jsonl`;

/** How long a file is left alone that cannot be opened. */
const WAIT_MS = 10_000;
const LIMIT_MS = 10_000;

/** Appends each message as a line of JSON to a file that only its owner can read, at most once like a bot; what changes later is not told. */
export function createFileSender(path: string, now: () => Date): AnnouncementSender {
  async function attempt(claim: Claim): Promise<Attempt> {
    const { kind, target, rawId, segment, body, bodySha256 } = claim;
    if (body === null || bodySha256 === null) throw new Error(`Cannot write ${claim.id}: it has no text`);
    const line = { at: now().toISOString(), kind, target, raw_id: rawId, segment, html: body };
    let file: Deno.FsFile;
    try {
      await Deno.mkdir(dirname(path), { recursive: true });
      file = await Deno.open(path, { append: true, create: true, mode: 0o600 });
    } catch (error) {
      const message = `Cannot open ${path}: ${errorMessage(error)}`;
      return {
        result: {
          kind: "again",
          afterMs: WAIT_MS,
          costsAttempt: false,
          error: { error: "not_written", message },
        },
        hold: { forMs: WAIT_MS, concerns: "all" },
        trouble: message,
      };
    }
    using _ = file;
    try {
      let rest = new TextEncoder().encode(`${JSON.stringify(line)}\n`);
      while (rest.length > 0) rest = rest.subarray(await file.write(rest));
      await file.sync();
      return { result: { kind: "there", messageId: null, sha256: bodySha256 } };
    } catch (error) {
      const message = `Cannot write to ${path}: ${errorMessage(error)}`;
      return {
        result: { kind: "unknown", error: { error: "unknown_outcome", message } },
        trouble: message,
      };
    }
  }
  return { name: "file", pace: null, limitMs: LIMIT_MS, attempt };
}
