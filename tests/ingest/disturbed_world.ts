import type { SeededRandom } from "../../lib/core/seeded_random.ts";
import { floodWait } from "../support/telegram_fault.ts";
import { until } from "../support/until.ts";
import type { TelegramServer } from "../support/telegram_server.ts";
import type { TelegramWorld, WorldChannel } from "../support/telegram_world.ts";

/** Only so many of the newest messages are edited and deleted: what a catch-up reads again. */
const YOUNG = 60;
/** More changes than Telegram tells one who has missed them. */
const TOO_MANY = 520;

/** Something that happens to channels, or to the lines to who follows them. */
export type Happening = "change" | "burst" | "drop" | "flood" | "cut" | "unpushed" | "too_long" | "too_many";

/** How often each happens, in parts of their sum. */
const WEIGHTS: Readonly<Record<Happening, number>> = {
  change: 60,
  burst: 10,
  drop: 4,
  flood: 3,
  cut: 3,
  unpushed: 5,
  too_long: 2,
  too_many: 1,
};

const HAPPENINGS: readonly Happening[] = [
  "change",
  "burst",
  "drop",
  "flood",
  "cut",
  "unpushed",
  "too_long",
  "too_many",
];

export interface DisturbanceOptions {
  /** Gives the text of a post or an edit; each gets a number of its own. */
  readonly write?: (number: number) => string;
  /** Whether little is written at a time. */
  readonly isCalm?: boolean;
}

/** What happens in a calm world. */
const CALM: ReadonlySet<Happening> = new Set(["change", "drop", "flood", "cut"]);

/** Lets things happen in a world and to its server, as chance wants it. */
export class DisturbedWorld {
  readonly happened = new Map<Happening, number>();
  readonly #world: TelegramWorld;
  readonly #server: TelegramServer;
  readonly #channels: readonly WorldChannel[];
  readonly #random: SeededRandom;
  readonly #write: (number: number) => string;
  readonly #isCalm: boolean;
  #texts = 0;

  constructor(
    world: TelegramWorld,
    server: TelegramServer,
    channels: readonly WorldChannel[],
    random: SeededRandom,
    { write = (number) => `text ${number}`, isCalm = false }: DisturbanceOptions = {},
  ) {
    this.#write = write;
    this.#isCalm = isCalm;
    this.#world = world;
    this.#server = server;
    this.#channels = channels;
    this.#random = random;
  }

  /** Lets one thing happen. */
  async step(): Promise<void> {
    // Else all but the first would happen while nobody is there.
    if (this.#random.chance(0.8)) await until(() => this.#server.line.connections > 0);
    const happening = this.#choose();
    this.happened.set(happening, (this.happened.get(happening) ?? 0) + 1);
    const { line } = this.#server;
    switch (happening) {
      case "change":
        return this.#change();
      case "burst":
        return this.#changes(this.#random.integer(5, 40));
      case "drop":
        this.#changes(3);
        line.dropConnections();
        return this.#changes(3);
      case "flood":
        return this.#failNext(floodWait(1));
      case "cut":
        return this.#failNext({ kind: this.#random.integer(0, 1) === 0 ? "cut" : "cut_in_answer" });
      case "unpushed":
        return this.#unpushed(this.#random.integer(1, 30));
      case "too_long":
        this.#unpushed(this.#random.integer(1, 30));
        return await this.#server.pushTooLong(this.#random.pick([null, ...this.#channels]));
      case "too_many":
        return this.#unpushed(TOO_MANY);
    }
  }

  /** From now on all goes well. */
  mend(): void {
    this.#server.line.faults = () => null;
  }

  #choose(): Happening {
    const kinds = HAPPENINGS.map((kind): [Happening, number] => [
      kind,
      this.#isCalm && !CALM.has(kind) ? 0 : WEIGHTS[kind],
    ]);
    let left = this.#random.integer(1, kinds.reduce((sum, [, weight]) => sum + weight, 0));
    for (const [kind, weight] of kinds) {
      left -= weight;
      if (left <= 0) return kind;
    }
    return "change";
  }

  #failNext(fault: NonNullable<ReturnType<TelegramServer["line"]["faults"]>>): void {
    const { line } = this.#server;
    line.faults = (method) => {
      if (method !== "updates.GetChannelDifference" && method !== "messages.GetHistory") return null;
      line.faults = () => null;
      return fault;
    };
    line.dropConnections();
  }

  #unpushed(count: number): void {
    this.#server.isPushing = false;
    this.#changes(count);
    this.#server.isPushing = true;
  }

  #changes(count: number): void {
    for (let at = 0; at < count; at++) this.#change();
  }

  #change(): void {
    const random = this.#random;
    // Several things happen within a second of Telegram's clock.
    this.#world.now += random.integer(0, 3) === 0 ? 1 : 0;
    const channel = random.pick(this.#channels);
    const young = [...channel.messages.keys()].sort((a, b) => b - a).slice(0, YOUNG);
    const kind = random.integer(0, 9);
    const text = this.#write(++this.#texts);
    // The first message of a channel is the notice that it was made, which stays.
    const id = random.pick(young);
    if (kind < 5 || id === 1) this.#world.post(channel, text);
    else if (kind < 8) this.#world.edit(channel, id, text);
    else this.#world.delete(channel, id);
  }
}
