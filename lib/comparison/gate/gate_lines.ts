import { wrapText } from "../../runtime/wrap_text.ts";
import type { Gate } from "./gate_schema.ts";

/** What a gate says: a head, and a line or more for each rule, none wider than `columns`. */
export function gateLines(gate: Gate, columns = 80): string[] {
  return [
    describeGate(gate),
    ...gate.rules.flatMap(({ rule, reason }) =>
      wrapText(`${rule} ${reason.replace(/^failed/, "FAILED")}`, columns - 4)
        .map((line, index) => (index === 0 ? line : `  ${line}`))
        .map((line) => `  ${line}`)
    ),
  ];
}

/** `Gate: NOT passed, 1 of 2 rules.` */
export function describeGate({ rules, passed }: Gate): string {
  const count = rules.filter((rule) => rule.passed).length;
  return `Gate: ${passed ? "passed" : "NOT passed"}, ${count} of ${rules.length} ${
    rules.length === 1 ? "rule" : "rules"
  }.`;
}
