import { PRICES_AS_OF } from "../../llm/price.ts";
import { formatCount } from "../../runtime/format_number.ts";
import type { ExperimentPlan, PlannedRun } from "./plan_experiment.ts";

/** What else there is to say of a plan before it begins, a sentence or two each. */
export function planRemarks({ request, runs, isNoiseFloor }: ExperimentPlan): string[] {
  const [a, b, again] = runs;
  const priced = runs.filter(({ cost }) => cost !== null && cost.mostUsd > 0);
  const sharing = runs.filter(({ sharedBy, due }) => sharedBy > 1 && due > 0);
  const remarks: [boolean, string][] = [
    [
      isNoiseFloor && a.server === null,
      "Both runs have the same configuration and ask no model: nothing can differ between them.",
    ],
    [
      isNoiseFloor && a.server !== null,
      "Both runs have the same configuration: what differs is chance, the noise floor of other comparisons. The cache of replies is off, " +
      "for it would give both the same.",
    ],
    [
      isNoiseFloor && a.server !== null && a.due < a.jobs.posts && b.due < b.jobs.posts,
      "Outputs of both that are there already are compared as they are: where one run took the other's replies from the cache, nothing " +
      "differs. FORCE asks anew for all.",
    ],
    [
      request.noiseFloor && again === undefined,
      "A asks no model, so that a further run of it would say the same: its noise floor is 0, and NOISE_FLOOR runs nothing.",
    ],
    [
      again !== undefined,
      "A again is a further run of A: B is held against how much A differs from itself. The cache of replies is off in all runs, so that " +
      "each is a draw of its own; an output of A that is there already is one.",
    ],
    [
      sharing.length > 0,
      `${listSides(sharing)} ask the same server: each has ${
        sharing.length === 2 ? "half" : "a third"
      } of what it may be asked, at a time and a minute.`,
    ],
    [
      priced.length > 0,
      `The cost is that of ${
        listSides(priced, ({ side, cost }) => `${formatCount(cost?.requests ?? 0)} requests in ${side}`)
      } with the longest answers (LLM_MAX_TOKENS), at the prices of ${PRICES_AS_OF} in lib/llm/prices.json; most answers are far shorter.`,
    ],
    [
      priced.some(({ settings }) => settings.MAX_COST_USD !== null),
      "MAX_COST_USD holds for each run by itself.",
    ],
    [
      runs.some(({ cost }) => cost === null),
      "A cost that is not known is of a model that lib/llm/prices.json does not list; one of your own costs nothing.",
    ],
    [
      runs.some(({ otherJobs }) => otherJobs > 0),
      "Jobs of these versions that wait outside of the window are done too, but not compared.",
    ],
    ...runs.map(({ side, isLive }): [boolean, string] => [
      isLive,
      `${side} is live and up to date: it is compared as it stands.`,
    ]),
  ];
  const limited = request.maxJobs === null
    ? []
    : [`Each run stops after ${formatCount(request.maxJobs)} jobs.`];
  return [...remarks.filter(([holds]) => holds).map(([, remark]) => remark), ...limited];
}

function listSides(runs: readonly PlannedRun[], name = ({ side }: PlannedRun): string => side): string {
  return new Intl.ListFormat("en-GB").format(runs.map(name));
}
