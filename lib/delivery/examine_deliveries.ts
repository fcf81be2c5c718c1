import { errorMessage } from "../core/errors.ts";
import type { Finding } from "../core/finding.ts";
import type { DeliveryKeys } from "./choose_delivery_kinds.ts";
import { parseBroadcastChannels } from "./parse_broadcast_channels.ts";

/** The settings of deliveries. */
export interface DeliverySettings extends DeliveryKeys {
  readonly BROADCAST_CHANNEL_IDS: string | null;
  readonly TELEGRAM_BOT_TOKEN: string | null;
}

const SUBJECT = "announcements";

/** Looks at the settings of deliveries: whether anything could be sent, where to, and what is amiss. Asks nobody. */
export function examineDeliverySettings(settings: DeliverySettings): Finding[] {
  const { EXTRACTION_WORKER_BROADCAST: broadcasts, EXTRACTION_WORKER_DMS: writes } = settings;
  const kinds = [...(broadcasts ? ["in channels"] : []), ...(writes ? ["to subscribers"] : [])];
  if (kinds.length === 0) {
    return [{ subject: SUBJECT, state: "ok", found: "none: neither key is set", remedy: null }];
  }
  const by = settings.TELEGRAM_BOT_TOKEN === null ? "written to out/announcements.jsonl" : "sent by the bot";
  const findings: Finding[] = [{
    subject: SUBJECT,
    state: "ok",
    found: `${kinds.join(" and ")}, ${by}, if the live mode's file says SEND = true`,
    remedy: null,
  }];
  try {
    if (broadcasts && parseBroadcastChannels(settings.BROADCAST_CHANNEL_IDS ?? "").length === 0) {
      findings.push({
        subject: SUBJECT,
        state: "problem",
        found: "EXTRACTION_WORKER_BROADCAST is set, and no channel is named",
        remedy: "set BROADCAST_CHANNEL_IDS, like -1001234567890",
      });
    }
  } catch (error) {
    findings.push({ subject: SUBJECT, state: "problem", found: errorMessage(error), remedy: null });
  }
  return findings;
}
