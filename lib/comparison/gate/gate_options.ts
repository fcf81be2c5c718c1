import { DOMAIN } from "../../extraction/current_domain.ts";
import { option } from "../../runtime/option.ts";
import * as z from "zod";
import type { GateRequest } from "./evaluate_gate.ts";
import { parseGate } from "./parse_gate.ts";

/** The options of a mode that compares and may refuse what it finds. */
export const GATE_OPTIONS = {
  GATE: option(z.string().min(1), {
    default: null,
    does:
      "Rules B has to meet, or the exit code is 1: better, not_worse (labels), fills_more, fills_not_less, alike.",
    example: "rate.min:not_worse,macro:better",
  }),
  GATE_MARGIN_POINTS: option(z.number().positive().max(100), {
    default: null,
    unit: "points",
    does: "What not_worse and fills_not_less may lose. Unset: 3 by labels, 1 of coverage.",
    example: "2",
  }),
};

/** Reads the two; null where there is no gate. @throws {UserError} If a rule cannot be read. */
export function readGate(
  { GATE, GATE_MARGIN_POINTS }: { readonly GATE: string | null; readonly GATE_MARGIN_POINTS: number | null },
): GateRequest | null {
  if (GATE === null) return null;
  return { rules: parseGate(GATE, DOMAIN.fields), marginPoints: GATE_MARGIN_POINTS };
}
