import type { Pause } from "../llm/pace.ts";
import { formatDuration } from "../runtime/format_number.ts";

/** Why nothing is asked just now, in a few words for a progress line; empty where nothing holds it up. */
export function describePause(pause: Pause | null): string {
  if (pause === null) return "";
  const seconds = Math.ceil(pause.waitMs / 1000);
  const wait = seconds < 60 ? `${seconds} s` : formatDuration(seconds * 1000);
  if (pause.reason === "asked") return `server asks to wait ${wait}`;
  return pause.waitMs > 0 ? `server down, next try in ${wait}` : "server down, trying again";
}
