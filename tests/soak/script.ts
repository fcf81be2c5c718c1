import type { SeededRandom } from "../../lib/core/seeded_random.ts";

/** What the server does with one request for an item; {@linkcode STEPS} tells what becomes of it. */
export type Step = keyof typeof STEPS;

/** How a request ends for the one who sent it. */
type StepEnd =
  /** A reply that can be read, with or without a count of tokens. */
  | { readonly as: "read"; readonly counts: boolean }
  /** A reply that cannot be read: asked for once more, then the item has failed. */
  | { readonly as: "unreadable"; readonly error: string }
  /** A reply that was cut, or none for good: the item has failed. */
  | { readonly as: "given_up"; readonly error: string; readonly counts: boolean }
  /** No reply, perhaps later: the job is tried again. */
  | { readonly as: "later"; readonly error: string };

const later = (error: string): StepEnd => ({ as: "later", error });

export const STEPS = {
  good: { as: "read", counts: true },
  think: { as: "read", counts: true },
  fenced: { as: "read", counts: true },
  noUsage: { as: "read", counts: false },
  /** Takes the item only without a schema. */
  schemaBroken: { as: "read", counts: true },
  prose: { as: "unreadable", error: "llm_invalid_json" },
  wrongSchema: { as: "unreadable", error: "validation_failed" },
  lengthReached: { as: "given_up", error: "llm_bad_response", counts: true },
  refusal: { as: "given_up", error: "llm_error", counts: true },
  tooLong: { as: "given_up", error: "llm_error", counts: false },
  rateLimitSeconds: later("llm_error"),
  rateLimitDate: later("llm_error"),
  rateLimitMs: later("llm_error"),
  serverError: later("llm_error"),
  unavailable: later("llm_error"),
  htmlBadGateway: later("llm_error"),
  html: later("llm_bad_response"),
  truncatedJson: later("llm_bad_response"),
  hang: later("llm_timeout"),
  hangInBody: later("llm_timeout"),
  cut: later("llm_connection"),
  cutInBody: later("llm_connection"),
} as const satisfies Readonly<Record<string, StepEnd>>;

/** How a step ends, with its type widened. */
export function endOf(step: Step): StepEnd {
  return STEPS[step];
}

/** What happens to the requests for one item, in the order of their coming. */
export interface ItemScript {
  /** Stands in the item's text. */
  readonly code: string;
  readonly first: readonly Step[];
  /** What happens to all that follow. */
  readonly then: Step;
}

/** One job and what its items meet; none for a post that is no assignment. */
export interface PostScript {
  readonly text: string;
  readonly items: readonly ItemScript[];
}

/** A number that stands in every post and may stand nowhere else. */
export const CANARY = "91234567";

const FAULT_SHARE = 0.3;
const COMPILATION_SHARE = 0.2;
const OTHER_SHARE = 0.02;
/** They hold up all requests for a second. */
const SLOW_STEPS: readonly Step[] = ["rateLimitSeconds", "rateLimitDate"];
const SLOW_SHARE = 0.02;

const ALL = Object.keys(STEPS).filter((name): name is Step => name in STEPS && name !== "good");
const LATER = ALL.filter((step) => endOf(step).as === "later" && !SLOW_STEPS.includes(step));
const UNREADABLE = ALL.filter((step) => endOf(step).as === "unreadable");
const FINAL = ALL.filter((step) => endOf(step).as === "given_up");
const ODD = ALL.filter((step) => endOf(step).as === "read");

/** Writes posts, three in ten of whose items meet a fault. */
export function writeScripts(count: number, random: SeededRandom): PostScript[] {
  return Array.from({ length: count }, (_, at) => {
    if (random.chance(OTHER_SHARE)) return { text: `Good morning, call ${CANARY} (${at})`, items: [] };
    const size = random.chance(COMPILATION_SHARE) ? random.integer(2, 3) : 1;
    const items = Array.from({ length: size }, (_, place): ItemScript => ({
      code: `SK${String(at).padStart(5, "0")}${"ABC"[place]}`,
      // The sum of replies of which one is not counted is not known: kept apart, so that all sums are.
      ...(random.chance(FAULT_SHARE) ? drawFault(random, size === 1) : { first: [], then: "good" }),
    }));
    return { text: items.map(writeItem).join("\n\n"), items };
  });
}

function writeItem({ code }: ItemScript): string {
  return `Code: ${code}\nSec 2 Maths\nLocation: Bishan\nRate: $40/hr\nContact: ${CANARY}`;
}

function drawFault(random: SeededRandom, isAlone: boolean): Omit<ItemScript, "code"> {
  const kind = random.next();
  const later = random.chance(SLOW_SHARE) ? random.pick(SLOW_STEPS) : random.pick(LATER);
  if (kind < 0.4) return { first: Array(random.integer(1, 2)).fill(later), then: "good" };
  if (kind < 0.5) return { first: [later, random.pick(LATER)], then: "good" };
  if (kind < 0.65) return { first: [], then: random.pick(LATER) };
  if (kind < 0.75) return { first: [random.pick(UNREADABLE)], then: "good" };
  if (kind < 0.8) return { first: [], then: random.pick(UNREADABLE) };
  if (kind < 0.9) return { first: [], then: random.pick(FINAL) };
  return { first: [], then: random.pick(ODD.filter((step) => isAlone || step !== "noUsage")) };
}
