import { SAMPLE_AGENCIES } from "./sample_agencies.ts";
import type { SampleAgency } from "./sample_agency.ts";
import { SampleChannel } from "./sample_channel.ts";
import type { SampleMessage } from "./sample_message.ts";
import { writeMessage } from "./write_message.ts";

/** Which messages to generate. */
export interface SampleOptions {
  readonly seed: number;
  readonly messagesPerChannel: number;
  /** Messages start at 9 in the morning after the first midnight in Singapore from here on. */
  readonly since: Date;
  /** All of them by default. */
  readonly agencies?: readonly SampleAgency[];
  /** Mean time between two messages of a channel; 45 minutes by default. */
  readonly meanGapMs?: number;
  /** 2 is a later look at the same channels: some messages have been edited, a few deleted. 1 by default. */
  readonly revision?: 1 | 2;
}

const DEFAULT_GAP_MS = 45 * 60_000;

/** The channels of the options, one an agency. */
export function sampleChannels(options: SampleOptions): SampleChannel[] {
  return (options.agencies ?? SAMPLE_AGENCIES).map((agency) =>
    new SampleChannel(options.seed, agency, options.since, options.meanGapMs ?? DEFAULT_GAP_MS)
  );
}

/**
 * Yields the messages of each channel in turn, oldest first, and keeps none: memory stays flat. Deleted messages are
 * yielded too, marked so. A service message counts as one with an empty text.
 */
export function* iterSampleMessages(options: SampleOptions): Generator<SampleMessage> {
  for (const channel of sampleChannels(options)) {
    for (let index = 0; index < options.messagesPerChannel; index++) {
      yield writeMessage(channel, index, options.revision ?? 1);
    }
  }
}
