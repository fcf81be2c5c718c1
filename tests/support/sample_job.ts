import type { Job } from "../../lib/queue/job.ts";

/** A claimed job of an invented post. */
export function sampleJob(changes: Partial<Job> = {}): Job {
  return {
    rawId: 7,
    claimId: 70,
    attempts: 1,
    textSha256: "ab".repeat(32),
    text: "P5 Math @ Clementi",
    isForward: false,
    isReply: false,
    messageDate: null,
    deletedAt: null,
    channelId: -1001234567890,
    channelLink: null,
    channelTitle: null,
    ...changes,
  };
}
