import type { ExtractionInput } from "./extractor.ts";

/** What an extractor is given for a post that is no forward, no reply and not deleted; of its channel nothing is known. */
export function postInput(text: string, changes: Partial<ExtractionInput> = {}): ExtractionInput {
  return {
    text,
    isForward: false,
    isReply: false,
    deletedAt: null,
    messageDate: null,
    channelId: null,
    channelLink: null,
    channelTitle: null,
    ...changes,
  };
}
