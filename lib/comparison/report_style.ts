import { COMPARISON_COLORS } from "./comparison_colors.ts";

/** The style of report.html: for a wide screen, a phone and paper; no script, no font, nothing to fetch. */
export const REPORT_STYLE = `
:root {
  --ink: #1d2430; --soft: #5c6675; --line: #dfe3e9; --ground: #fff; --shade: #f5f7f9;
  --a: ${COMPARISON_COLORS.a}; --b: ${COMPARISON_COLORS.b}; --equal: ${COMPARISON_COLORS.equal}; --different: ${COMPARISON_COLORS.different};
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 68rem; padding: 1.5rem 1rem 4rem; color: var(--ink); background: var(--ground);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .4rem; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin: 2.4rem 0 .4rem; }
h3 { font-size: 1rem; margin: 1.4rem 0 .3rem; }
p { margin: .4rem 0; max-width: 46rem; }
.soft { color: var(--soft); font-size: .9rem; }
.note { border-left: .25rem solid var(--b); background: #fdf4e9; padding: .5rem .8rem; margin: .8rem 0; max-width: 46rem; }
.a, .b { font-weight: 600; }
.a { color: var(--a); }
.b { color: #a85c12; }
.key { display: inline-flex; align-items: center; gap: .35rem; margin-right: 1rem; }
.key i { width: .8rem; height: .8rem; border-radius: .15rem; }
table { border-collapse: collapse; width: 100%; margin: .6rem 0; font-size: .92rem; }
th, td { text-align: left; padding: .4rem .6rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: middle; }
th { color: var(--soft); font-weight: 600; font-size: .82rem; vertical-align: bottom; }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.name { overflow-wrap: anywhere; }
.zero { color: #a3abb8; }
.narrow { width: auto; min-width: min(100%, 26rem); }
tr.total td { font-weight: 600; border-bottom: 0; }
.bars { display: grid; grid-template-columns: 1fr 3.6rem; gap: .1rem .4rem; align-items: center; font-size: .82rem; min-width: 9rem; }
.bar { height: .55rem; background: var(--shade); border-radius: .15rem; overflow: hidden; display: flex; }
.bar i { display: block; height: 100%; }
.fill-a, .only-a { background: var(--a); }
.fill-b, .only-b { background: var(--b); }
.equal { background: var(--equal); }
.different { background: var(--different); }
.word { display: inline-block; padding: 0 .45rem; border-radius: .6rem; background: var(--shade); border: 1px solid var(--line);
  font-size: .82rem; white-space: nowrap; margin: .1rem .2rem .1rem 0; }
.word.better { background: #e3f4e6; border-color: #a9d8b3; font-weight: 600; }
.word.worse { background: #fbe3e1; border-color: #e9aca6; font-weight: 600; }
.word.fills_more { background: #fdf0e0; border-color: #f0cfa5; }
.word.fills_less { background: #e9ecf9; border-color: #c5cdee; }
.word.differs { background: #fbe9ec; border-color: #efc3cb; }
details { margin: .5rem 0; }
summary { cursor: pointer; }
.case { border: 1px solid var(--line); border-radius: .4rem; padding: .6rem .8rem; margin: .6rem 0; break-inside: avoid; }
.values { display: grid; grid-template-columns: auto 1fr; gap: .15rem .7rem; margin: 0; }
.values dt { font-weight: 600; }
.values dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
.finding { margin: .8rem 0; max-width: 46rem; }
.finding dt { white-space: nowrap; }
.nothing { color: var(--soft); font-style: italic; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--shade); padding: .7rem; border-radius: .3rem;
  font: inherit; font-size: .88rem; margin: .4rem 0 0; }
a { color: inherit; }
@media (max-width: 42rem) {
  .cards thead { display: none; }
  .cards, .cards tbody { display: block; }
  .cards tr { display: grid; grid-template-columns: repeat(3, 1fr); gap: .2rem .8rem; padding: .7rem 0; border-bottom: 1px solid var(--line); }
  .cards td { display: block; border: 0; padding: 0; }
  .cards td.wide { grid-column: 1 / -1; }
  .cards td.n { text-align: left; white-space: normal; }
  .cards td[data-label]::before { content: attr(data-label); display: block; color: var(--soft); font-size: .78rem; }
  .cards td.zero { display: none; }
  .cards .name { font-weight: 600; }
  .finding { grid-template-columns: 1fr; }
  .finding dd { margin-bottom: .4rem; overflow-wrap: normal; }
}
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  tr, .note { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
}
`;
