import { escapeHtml } from "../../text/escape_html.ts";
import type { Comparison } from "../comparison_schema.ts";
import { describeGate } from "../gate/gate_lines.ts";

/** The gate's rules as a part of report.html; empty where none was asked for. */
export function gateSection({ gate }: Pick<Comparison, "gate">): string {
  if (gate === null) return "";
  return `<p><b>${describeGate(gate)}</b></p>
<dl class="values finding">${
    gate.rules.map(({ rule, result, reason }) =>
      `<dt><span class="word ${result}">${escapeHtml(rule)}</span></dt><dd>${
        escapeHtml(reason.replace(/^failed/, "FAILED"))
      }</dd>`
    ).join("\n")
  }</dl>
`;
}
