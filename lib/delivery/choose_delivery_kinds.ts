import type { DeliveryKind } from "../schema/outbox.ts";

/** The key of each kind that lies in the environment. */
export interface DeliveryKeys {
  readonly EXTRACTION_WORKER_BROADCAST: boolean;
  readonly EXTRACTION_WORKER_DMS: boolean;
}

/**
 * Which kinds may be sent: those both of whose keys are turned.
 *
 * @param send The key in the mode's file.
 */
export function chooseDeliveryKinds(send: boolean, keys: DeliveryKeys): DeliveryKind[] {
  if (!send) return [];
  return [
    ...(keys.EXTRACTION_WORKER_BROADCAST ? ["broadcast" as const] : []),
    ...(keys.EXTRACTION_WORKER_DMS ? ["dm" as const] : []),
  ];
}
