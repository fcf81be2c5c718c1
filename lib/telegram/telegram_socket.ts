import { PromisedNetSockets } from "./gramjs.ts";
import type { TelegramPlace } from "./telegram_place.ts";

/**
 * The class of the sockets that GramJS opens for itself, whatever address it has in mind.
 *
 * @param place Where to connect instead; null for where GramJS wants to.
 * @param isClosed Whether no more connections are wanted; GramJS goes on making them.
 */
export function createSocketClass(
  place: TelegramPlace | null,
  isClosed: () => boolean,
): typeof PromisedNetSockets {
  return class extends PromisedNetSockets {
    override connect(port: number, hostname: string): Promise<unknown> {
      if (isClosed()) return Promise.reject(new Error("The connection is closed"));
      return super.connect(place?.port ?? port, place?.hostname ?? hostname);
    }
  };
}
