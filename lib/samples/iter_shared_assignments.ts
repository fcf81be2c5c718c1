import { SeededRandom } from "../core/seeded_random.ts";
import { drawAssignment, raiseOffers, type SampleAssignment } from "./draw_assignment.ts";
import { SAMPLE_AGENCIES } from "./sample_agencies.ts";
import type { SampleAgency } from "./sample_agency.ts";
import { writeAssignment } from "./write_assignment.ts";

/** A post of an agency about an assignment that others may post too. */
export interface SharedPost {
  readonly agency: SampleAgency;
  readonly date: Date;
  readonly text: string;
  /** The same for all posts of one assignment. */
  readonly assignment: number;
}

/** What to generate. */
export interface SharedAssignmentsOptions {
  readonly seed: number;
  readonly assignments: number;
  /** When the first is posted; one comes every hour. */
  readonly since: Date;
}

const HOUR_MS = 3_600_000;
/** How many of the assignments a second agency posts, in its own words, within three days. */
const SHARED_PART = 0.3;
/** How many of the others are like the one before in most that can be told, but not the same. */
const LOOK_ALIKE_PART = 0.5;

/**
 * Yields posts of which some are of one assignment by two agencies, and some only look as if they were: the same level, subject and
 * neighbourhood in another block; a sibling's lessons at the same address; the same request elsewhere. In the order of assignments.
 */
export function* iterSharedAssignments(options: SharedAssignmentsOptions): Generator<SharedPost> {
  const random = new SeededRandom(options.seed);
  let before = settle(random, drawAssignment(random));
  for (let place = 0; place < options.assignments; place++) {
    const isLookAlike = random.chance(LOOK_ALIKE_PART);
    const assignment = isLookAlike ? drawLookAlike(random, before) : settle(random, drawAssignment(random));
    const isShared = !isLookAlike && random.chance(SHARED_PART / LOOK_ALIKE_PART);
    const agencies = drawTwo(random);
    for (const [turn, agency] of agencies.slice(0, isShared ? 2 : 1).entries()) {
      const lateHours = turn === 0 ? 0 : random.integer(1, 72);
      const date = new Date(options.since.getTime() + (place + lateHours) * HOUR_MS);
      const told = turn === 0 ? assignment : retell(random, assignment);
      yield { agency, date, text: writePost(random, agency, told, date, place), assignment: place };
    }
    before = assignment;
  }
}

function settle(random: SeededRandom, assignment: SampleAssignment): SampleAssignment {
  const { area } = assignment;
  return {
    ...assignment,
    settled: {
      block: random.integer(101, 899),
      letter: random.chance(0.4) ? random.integer(1, 4) : 0,
      street: random.pick(area.streets),
      station: area.stations.length > 0 ? random.pick(area.stations) : "",
      timingSeed: random.integer(1, 1_000_000_000),
      remarksSeed: random.integer(1, 1_000_000_000),
    },
  };
}

/** Another agency may take another fee for it, and its own remarks. */
function retell(random: SeededRandom, assignment: SampleAssignment): SampleAssignment {
  const { settled } = assignment;
  const raised = raiseOffers(assignment, random.pick([0, 0, 0, 5, -5]));
  if (settled === undefined || random.chance(0.5)) return raised;
  return { ...raised, settled: { ...settled, remarksSeed: random.integer(1, 1_000_000_000) } };
}

function drawLookAlike(random: SeededRandom, before: SampleAssignment): SampleAssignment {
  const other = settle(random, drawAssignment(random));
  switch (random.integer(0, 2)) {
    case 0:
      return settle(random, {
        ...other,
        area: before.area,
        level: before.level,
        subjects: before.subjects,
        band: before.band,
        stream: before.stream,
        offers: before.offers,
      });
    case 1: {
      const sibling = { ...other, area: before.area };
      return before.settled === undefined || other.settled === undefined ? sibling : {
        ...sibling,
        settled: {
          ...before.settled,
          timingSeed: other.settled.timingSeed,
          remarksSeed: other.settled.remarksSeed,
        },
      };
    }
    default:
      return settle(random, { ...before, area: other.area });
  }
}

function drawTwo(random: SeededRandom): SampleAgency[] {
  const first = random.pick(SAMPLE_AGENCIES);
  return [first, random.pick(SAMPLE_AGENCIES.filter((agency) => agency !== first))];
}

function writePost(
  random: SeededRandom,
  agency: SampleAgency,
  assignment: SampleAssignment,
  date: Date,
  serial: number,
): string {
  const options = { date, serial: agency.firstCode + serial, status: "new" } as const;
  const { lines } = writeAssignment(random, agency, assignment, random.pick(agency.layouts), options);
  return lines.map(({ text }) => text).join("\n");
}
