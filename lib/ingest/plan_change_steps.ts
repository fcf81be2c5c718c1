import type { RawMessage } from "../schema/raw_message.ts";
import type { ChannelChange } from "../telegram/telegram_update.ts";

/** Changes that can be stored at once: first the messages, then the deletions. */
export interface ChangeStep {
  /** No id twice: each text of a message must become known, if only to be superseded. In ascending order of id. */
  readonly messages: readonly RawMessage[];
  readonly deletedIds: readonly number[];
}

/** Splits changes of one channel, in their order, into as few steps as keep that order for each message. */
export function planChangeSteps(changes: Iterable<ChannelChange>): ChangeStep[] {
  const steps: { readonly messages: Map<number, RawMessage>; readonly deletedIds: Set<number> }[] = [];
  for (const change of changes) {
    let step = steps.at(-1);
    if (step === undefined || (change.kind !== "deleted" && meets(step, change.message.messageId))) {
      step = { messages: new Map(), deletedIds: new Set() };
      steps.push(step);
    }
    if (change.kind === "deleted") change.messageIds.forEach((id) => step.deletedIds.add(id));
    else step.messages.set(change.message.messageId, change.message);
  }
  return steps.map(({ messages, deletedIds }) => ({
    messages: [...messages.values()].sort((a, b) => a.messageId - b.messageId),
    deletedIds: [...deletedIds],
  }));
}

function meets(
  { messages, deletedIds }: {
    readonly messages: ReadonlyMap<number, unknown>;
    readonly deletedIds: ReadonlySet<number>;
  },
  messageId: number,
): boolean {
  return messages.has(messageId) || deletedIds.has(messageId);
}
