import type { DeliveryKind } from "../schema/outbox.ts";

/** The key of each kind that lies in the environment. */
export interface DeliveryKeys {
  readonly EXTRACTION_WORKER_BROADCAST: boolean;
  readonly EXTRACTION_WORKER_DMS: boolean;
}

/**
 * Which kinds may be sent: those both of whose keys are turned.
 *
 * @param send The key that is the run's own: the constant in the mode's file, or the flag. No setting turns it.
 */
export function chooseDeliveryKinds(send: boolean, keys: DeliveryKeys): DeliveryKind[] {
  if (!send) return [];
  return [
    ...(keys.EXTRACTION_WORKER_BROADCAST ? ["broadcast" as const] : []),
    ...(keys.EXTRACTION_WORKER_DMS ? ["dm" as const] : []),
  ];
}

/**
 * What becomes of announcements, in a few words: `nothing is sent`, with the key that is missing where one of the two is turned; else
 * `announcing by broadcast and dm`, and where to.
 *
 * @param toFile Whether they are written to a file, because there is no bot.
 */
export function describeKeys(send: boolean, keys: DeliveryKeys, toFile: boolean): string {
  const kinds = chooseDeliveryKinds(send, keys);
  if (kinds.length > 0) {
    return `announcing by ${kinds.join(" and ")}` +
      (toFile ? ", to a file, for TELEGRAM_BOT_TOKEN is not set" : "");
  }
  if (send) {
    return "nothing is sent: SEND alone does not, set EXTRACTION_WORKER_BROADCAST=1 or EXTRACTION_WORKER_DMS=1 as well";
  }
  return keys.EXTRACTION_WORKER_BROADCAST || keys.EXTRACTION_WORKER_DMS
    ? "nothing is sent: the environment alone does not, SEND (or --send) is needed as well"
    : "nothing is sent";
}
