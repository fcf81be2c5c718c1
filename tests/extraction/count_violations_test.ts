import assert from "node:assert/strict";
import { countViolations } from "../../lib/extraction/count_violations.ts";
import type { Outcome } from "../../lib/queue/outcome.ts";

const validation = (...rules: string[]) => ({
  hard_validation: {
    mode: "report" as const,
    violations: rules.map((rule) => ({ field: "rate", rule, evidence: "$1" })),
  },
});
const ok = (meta: Extract<Outcome, { kind: "ok" }>["meta"]): Outcome => ({ kind: "ok", output: {}, meta });

Deno.test("posts are counted by the rules they violate, a compilation's items together", () => {
  const counts = new Map<string, number>();
  const outcomes: Outcome[] = [
    ok({}),
    ok(validation("upside_down", "no_text")),
    ok({ compilation: { segments: [validation("no_text"), {}, validation("no_text", "invented")] } }),
    { kind: "skip", reason: "reply" },
  ];
  for (const outcome of outcomes) countViolations(counts, outcome);
  assert.deepEqual(Object.fromEntries(counts), {
    "rate: upside_down": 1,
    "rate: no_text": 2,
    "rate: invented": 1,
  });
});
