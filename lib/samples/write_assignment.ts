import { SeededRandom } from "../core/seeded_random.ts";
import { type AssignmentFields, emptyWeek } from "../schema/tuition_assignment.ts";
import type { SampleAssignment } from "./draw_assignment.ts";
import { fillPostLayout, type LayoutField, type PostLayout } from "./post_layout.ts";
import type { PostStatus, SampleAgency } from "./sample_agency.ts";
import { slipFingers } from "./slip_fingers.ts";
import { readStatusWords } from "./status_words.ts";
import { writeCode } from "./write_code.ts";
import { writePlace } from "./write_place.ts";
import { writeRate } from "./write_rate.ts";
import { writeLearningMode, writeRemarks } from "./write_remarks.ts";
import { timesInWords, writeSchedule } from "./write_schedule.ts";
import { writeStart } from "./write_start.ts";
import { writeSubject, writeTags } from "./write_subject.ts";
import { writeTiming } from "./write_timing.ts";

/**
 * What a post really says of an assignment, in the customs of hand-made labels:
 * - texts are verbatim snippets of the post, list items one by one; null means that the post says nothing;
 * - a code stands without its `#`, an address without the postal code unless it runs on into it;
 * - a schedule keeps its label where the value means nothing without it (`Duration: 1.5h`);
 * - an online lesson has no address; several rates, or none in figures, leave min and max null;
 * - a key that is absent is open to argument, and not scored: the display text where level and subject stand apart,
 *   the slots of "Wed 5pm".
 */
export type AssignmentTruth = Partial<AssignmentFields>;

/** The circumstances of a post. */
export interface PostOptions {
  /** When it is first shown; codes and starting dates follow from it. */
  readonly date: Date;
  /** How many assignments the agency had before; codes follow from it. */
  readonly serial: number;
  readonly status: PostStatus;
  /** Dollars the parent has added to every fee since the first version. */
  readonly raisedBy?: number;
}

/** Fills in one layout with an assignment worded the agency's way. */
export function writeAssignment(
  random: SeededRandom,
  agency: SampleAgency,
  assignment: SampleAssignment,
  layout: PostLayout,
  options: PostOptions,
): { lines: readonly { text: string; bold: boolean }[]; truth: AssignmentTruth } {
  const has = (field: LayoutField) => layout.fields.has(field);
  const cased = (text: string) => (agency.lowerCase ? text.toLowerCase() : text);

  const subject = writeSubject(random, agency, assignment);
  const place = writePlace(random, agency, assignment);
  const { settled } = assignment;
  const timing = writeTiming(
    settled === undefined ? random : new SeededRandom(settled.timingSeed),
    agency,
    assignment.hoursPerLesson,
  );
  const rate = writeRate(random, agency, assignment);
  const start = cased(writeStart(random, options.date));
  const mode = assignment.learningMode;
  const modeText = mode === null ? "" : cased(writeLearningMode(random, mode));
  const modeField = mode === "Online" && has("place") ? "place" : has("mode") ? "mode" : "remarks";
  const additions: string[] = [];
  if (modeText !== "" && modeField === "remarks") additions.push(modeText);
  if (start !== "" && !has("start")) additions.push(cased(random.pick(["Start ", "To start "])) + start);

  const values: Record<LayoutField, string> = {
    // Drawn apart, so that a repost differs in nothing else.
    status: random.fork(1).pick(agency.statuses[options.status]),
    code: writeCode(random, agency, assignment, options.serial, options.date),
    subject: random.chance(agency.typoRate / 4) ? slipFingers(random, subject.whole) : subject.whole,
    level: subject.level,
    subjects: subject.subjects,
    area: place.area,
    place: place.place,
    postal: place.postalInPlace ? "" : place.postal,
    mrt: place.station.replace(/ (?:MRT|LRT)$/, ""),
    station: place.station,
    times: String(assignment.lessonsPerWeek),
    once: timesInWords(assignment.lessonsPerWeek),
    hours: String(assignment.hoursPerLesson),
    schedule: writeSchedule(random, agency, assignment),
    timing: timing.text,
    start,
    mode: modeField === "mode" ? modeText : "",
    rate: rate.text,
    tutor: assignment.offers.map((offer) => agency.tutorWords[offer.tier]).join(" / "),
    gender: assignment.tutorGender === null ? "" : assignment.tutorGender === "male" ? "Male" : "Female",
    student: assignment.studentGender === "male" ? "Male" : "Female",
    remarks: writeRemarks(
      settled === undefined ? random : new SeededRandom(settled.remarksSeed),
      agency,
      assignment,
      additions,
    ),
    tags: writeTags(assignment),
  };
  if (agency.lowerCase) { for (const field of LOWERED) values[field] = values[field].toLowerCase(); }
  const { lines, schedule } = fillPostLayout(layout, values);

  const said = (field: LayoutField) => (has(field) && values[field] !== "" ? values[field] : null);
  const listed = (text: string | null) => (text === null ? null : [text]);
  const modeSaid = mode !== null && has(modeField);
  const truth: AssignmentTruth = {
    assignment_code: said("code"),
    learning_mode: {
      mode: modeSaid ? mode : null,
      raw_text: modeSaid ? (modeField === "place" ? values.place : modeText) : null,
    },
    address: mode === "Online" ? null : listed(said("place")),
    postal_code: place.postalInPlace ? (has("place") ? [place.postal] : null) : listed(said("postal")),
    nearest_mrt: listed(said("station") ?? said("mrt")),
    lesson_schedule: schedule.length > 0 ? [...schedule] : null,
    start_date: has("start") || has("remarks") ? start || null : null,
    rate: has("rate")
      ? { min: rate.min, max: rate.max, raw_text: values.rate }
      : { min: null, max: null, raw_text: null },
    additional_remarks: said("remarks"),
    post_status: has("status") ? readStatusWords(values.status) : null,
  };
  if (has("subject")) truth.academic_display_text = values.subject;
  if (!has("timing")) {
    truth.time_availability = { explicit: emptyWeek(), estimated: emptyWeek(), note: null };
  } else if (timing.slots !== null) {
    truth.time_availability = { ...timing.slots, note: said("timing") };
  }
  return { lines, truth };
}

const LOWERED: readonly LayoutField[] = [
  "subject",
  "level",
  "subjects",
  "area",
  "place",
  "mrt",
  "station",
  "once",
  "schedule",
  "timing",
  "rate",
  "tutor",
  "gender",
  "student",
  "remarks",
];
