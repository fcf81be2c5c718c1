import { markedChannelId } from "../core/channel_reference.ts";
import { SeededRandom } from "../core/seeded_random.ts";
import type { Channel } from "../schema/raw_message.ts";
import { SAMPLE_KINDS, type SampleAgency, type SampleKind } from "./sample_agency.ts";

const USUAL_MIX: Readonly<Record<SampleKind, number>> = {
  assignment: 62,
  repost: 9,
  closed: 3,
  compilation: 4,
  forward: 4,
  reply: 5,
  announcement: 5,
  filled_notice: 3,
  media_only: 3.5,
  service: 1.5,
};
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const SINGAPORE_MS = 8 * HOUR_MS;
/** Agencies post from 9 in the morning for 14 hours. */
const OPENING_MS = 9 * HOUR_MS;
const OPEN_SHARE = 14 / 24;

/** One agency's channel as a function from a message's place (0, 1, 2, ...) to what it is; nothing is kept. */
export class SampleChannel {
  readonly channel: Channel;
  readonly #random: SeededRandom;
  readonly #firstMidnightMs: number;
  readonly #kindEnds: readonly (readonly [SampleKind, number])[];

  constructor(seed: number, readonly agency: SampleAgency, since: Date, readonly meanGapMs: number) {
    this.channel = {
      channelId: markedChannelId(agency.bareChannelId),
      channelLink: agency.username === null ? null : `t.me/${agency.username}`,
      title: agency.title,
      chatType: agency.chatType,
    };
    this.#random = new SeededRandom(seed).fork(agency.bareChannelId);
    this.#firstMidnightMs = Math.ceil((since.getTime() + SINGAPORE_MS) / DAY_MS) * DAY_MS - SINGAPORE_MS;
    let end = 0;
    this.#kindEnds = SAMPLE_KINDS.map((kind) => {
      const weight = kind === "compilation" && agency.digest === null
        ? 0
        : agency.mix[kind] ?? USUAL_MIX[kind];
      return [kind, end += weight] as const;
    });
  }

  /** The randomness of one message for one purpose: purposes do not disturb each other. */
  randomAt(index: number, purpose: "kind" | "post" | "frame" | "later"): SeededRandom {
    return this.#random.fork(index).fork(PURPOSES[purpose]);
  }

  /** A channel begins with a service message and an assignment. */
  kindAt(index: number): SampleKind {
    if (index < 2) return index === 0 ? "service" : "assignment";
    const total = this.#kindEnds.at(-1)?.[1] ?? 0;
    const place = this.randomAt(index, "kind").next() * total;
    return this.#kindEnds.find(([, end]) => place < end)?.[0] ?? "assignment";
  }

  /** The nearest plain assignment at or before `index`; the first one if there is none. */
  assignmentBefore(index: number): number {
    let earlier = Math.max(1, index);
    while (earlier > 1 && this.kindAt(earlier) !== "assignment") earlier--;
    return earlier;
  }

  /** Whole seconds, never falling from message to message, in the agency's opening hours. */
  dateAt(index: number): Date {
    const jitter = this.randomAt(index, "frame").next();
    const elapsedMs = (index + jitter) * this.meanGapMs;
    const dayMs = Math.floor(elapsedMs / DAY_MS) * DAY_MS;
    const ms = this.#firstMidnightMs + dayMs + OPENING_MS + (elapsedMs - dayMs) * OPEN_SHARE;
    return new Date(Math.floor(ms / 1000) * 1000);
  }
}

const PURPOSES = { kind: 0, post: 1, frame: 2, later: 3 } as const;
