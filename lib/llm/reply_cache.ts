import type { Reply } from "./chat.ts";

/** Replies that were paid for before, by what was asked. */
export interface ReplyCache extends AsyncDisposable {
  /** @returns Null where it has none, or cannot be reached. */
  find(request: string): Promise<Reply | null>;
  /** Keeps a reply; disposing of the cache waits for it. */
  save(request: string, reply: Reply): void;
}
