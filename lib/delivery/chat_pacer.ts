/** How often messages may be sent. */
export interface PaceLimits {
  /** Between two messages to a chat. */
  readonly chatEveryMs: number;
  /** To a group or channel. */
  readonly perMinuteToGroup: number;
  /** To all chats together. */
  readonly perSecond: number;
}

/** What Telegram asks of bots (core.telegram.org/bots/faq, "My bot is hitting limits"). */
export const TELEGRAM_PACE: PaceLimits = { chatEveryMs: 1000, perMinuteToGroup: 20, perSecond: 30 };

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;

interface ChatState {
  /** When messages were sent in the last minute, the oldest first. */
  sentMs: number[];
  heldUntilMs: number;
}

/**
 * Says which chats may be sent to. Edits and deletions count like messages, for Telegram counts them too. Time is an argument, in
 * milliseconds of any clock that does not go back.
 */
export class ChatPacer {
  readonly #limits: PaceLimits;
  readonly #chats = new Map<number, ChatState>();
  #sentMs: number[] = [];
  #allHeldUntilMs = -Infinity;

  constructor(limits: PaceLimits) {
    this.#limits = limits;
  }

  /** Notes that a message goes to a chat now. */
  take(chatId: number, nowMs: number): void {
    this.#stateOf(chatId).sentMs.push(nowMs);
    this.#sentMs.push(nowMs);
  }

  /**
   * Lets nothing go to a chat for a while, because Telegram said so. Where it says so of a second chat meanwhile, it is the bot that
   * sends too much, and all chats wait.
   */
  hold(chatId: number, waitMs: number, nowMs: number): void {
    const areOthersHeld = [...this.#chats].some(([id, { heldUntilMs }]) =>
      id !== chatId && heldUntilMs > nowMs
    );
    const state = this.#stateOf(chatId);
    state.heldUntilMs = Math.max(state.heldUntilMs, nowMs + waitMs);
    if (areOthersHeld) this.holdAll(waitMs, nowMs);
  }

  /** Lets nothing go at all for a while. */
  holdAll(waitMs: number, nowMs: number): void {
    this.#allHeldUntilMs = Math.max(this.#allHeldUntilMs, nowMs + waitMs);
  }

  /** How many messages may go now, to whatever chats. */
  room(nowMs: number): number {
    if (this.#allHeldUntilMs > nowMs) return 0;
    this.#sentMs = this.#sentMs.filter((sentMs) => sentMs > nowMs - SECOND_MS);
    return Math.max(0, this.#limits.perSecond - this.#sentMs.length);
  }

  /** The chats that nothing may go to now. */
  waitingChats(nowMs: number): number[] {
    const waiting: number[] = [];
    for (const [chatId, state] of this.#chats) {
      state.sentMs = state.sentMs.filter((sentMs) => sentMs > nowMs - MINUTE_MS);
      if (this.#freeMs(chatId, state) > nowMs) waiting.push(chatId);
      else if (state.sentMs.length === 0) this.#chats.delete(chatId);
    }
    return waiting;
  }

  /** How long until one more chat, or one more message, may go; null where nothing waits. */
  nextFreeInMs(nowMs: number): number | null {
    const free = [...this.#chats].map(([chatId, state]) => this.#freeMs(chatId, state));
    free.push(this.#allHeldUntilMs);
    const [oldestMs] = this.#sentMs;
    if (oldestMs !== undefined && this.room(nowMs) === 0) free.push(oldestMs + SECOND_MS);
    const next = free.filter((freeMs) => freeMs > nowMs);
    return next.length === 0 ? null : Math.min(...next) - nowMs;
  }

  #freeMs(chatId: number, { sentMs, heldUntilMs }: ChatState): number {
    const { chatEveryMs, perMinuteToGroup } = this.#limits;
    const last = sentMs.at(-1) ?? -Infinity;
    // Groups and channels have negative ids.
    const full = chatId < 0 ? sentMs.at(-perMinuteToGroup) ?? -Infinity : -Infinity;
    return Math.max(heldUntilMs, last + chatEveryMs, full + MINUTE_MS);
  }

  #stateOf(chatId: number): ChatState {
    const known = this.#chats.get(chatId);
    if (known) return known;
    const state = { sentMs: [], heldUntilMs: -Infinity };
    this.#chats.set(chatId, state);
    return state;
  }
}
