import { Api } from "../../lib/telegram/gramjs.ts";
import { toLong } from "./mtproto_codec.ts";
import { MtprotoServer } from "./mtproto_server.ts";
import type { TelegramAccount } from "./telegram_account.ts";
import { pushedChange, TelegramMethods } from "./telegram_methods.ts";
import type { TelegramWorld, WorldChange, WorldChannel } from "./telegram_world.ts";

/** Telegram on this machine: the world's channels, for the unmodified client, over TCP. */
export class TelegramServer implements AsyncDisposable {
  readonly line: MtprotoServer;
  /** Whether changes of the world are pushed; where not, clients miss them. */
  isPushing = true;
  readonly #world: TelegramWorld;
  readonly #tell = (change: WorldChange) => this.#push(change);
  #pushing: Promise<void> = Promise.resolve();

  /** @param account To log in to; null where sessions are made by `line.makeSession`. */
  constructor(world: TelegramWorld, account: TelegramAccount | null = null) {
    this.#world = world;
    const methods = new TelegramMethods(world);
    this.line = new MtprotoServer((request, authKey) =>
      account?.answer(request, authKey) ?? methods.answer(request)
    );
    world.listeners.add(this.#tell);
  }

  /** Tells clients that they have missed too much of a channel; without one, of all. */
  async pushTooLong(channel: WorldChannel | null): Promise<void> {
    const update = channel === null ? new Api.UpdatesTooLong() : new Api.UpdateShort({
      update: new Api.UpdateChannelTooLong({ channelId: toLong(channel.id), pts: channel.pts }),
      date: this.#world.now,
    });
    await this.#pushInOrder(update);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#world.listeners.delete(this.#tell);
    await this.line.close();
  }

  /** Only members hear of a channel. */
  #push(change: WorldChange): void {
    if (!this.isPushing || !change.channel.isMember || change.channel.isPrivate) return;
    void this.#pushInOrder(pushedChange(this.#world, change));
  }

  #pushInOrder(updates: Api.TypeUpdates): Promise<void> {
    this.#pushing = this.#pushing.then(() => this.line.push(updates));
    return this.#pushing;
  }
}
