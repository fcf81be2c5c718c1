import type { AssignmentFields } from "../../../schema/tuition_assignment.ts";
import type { AnnouncedFacts, AnnouncedLine, Announcement } from "../../announcement.ts";
import { findAcademicSignals } from "../academic_signals.ts";
import { findPlaceSignals } from "../place_signals.ts";
import { describeAvailability } from "./describe_availability.ts";

/** An assignment as tutors are told of it. */
export function announceAssignment(fields: AssignmentFields): Announcement {
  const { lesson_schedule, start_date, rate, additional_remarks } = fields;
  return {
    title: fields.academic_display_text,
    code: fields.assignment_code,
    lines: [
      line("Mode", fields.learning_mode.mode ?? fields.learning_mode.raw_text),
      line("Where", listTexts([...fields.address ?? [], ...missingPostalCodes(fields)])),
      line("MRT", listTexts(fields.nearest_mrt)),
      line("Lessons", listTexts(lesson_schedule)),
      line("Times", describeAvailability(fields.time_availability)),
      line("Start", start_date),
      line("Rate", rate.raw_text ?? formatAmounts(rate)),
      line("Tutor", listTexts(fields.tutor_types.map(({ original }) => original))),
      line("Remarks", additional_remarks),
    ].filter((found) => found !== null),
    isOpen: fields.post_status !== "closed" && fields.post_status !== "taken",
    facts: findFacts(fields),
  };
}

function findFacts(fields: AssignmentFields): AnnouncedFacts {
  const { academic_requests } = findAcademicSignals(fields.academic_display_text ?? "");
  return {
    requests: academic_requests.map(({ level, specific_level, subjects }) => ({
      subjects,
      levels: [level, specific_level].filter((name) => name !== null),
    })),
    areas: findPlaceSignals(fields)?.regions ?? [],
    isRemote: fields.learning_mode.mode === "Online",
    rate: fields.rate.max ?? fields.rate.min,
  };
}

/** Many posts' own words begin with the label, as in "Rate: $40". */
function line(label: string, text: string | null): AnnouncedLine | null {
  const plain = text?.trim().replace(new RegExp(`^${label.replace(/s$/, "")}s?\\s*[:-]\\s*`, "i"), "") ?? "";
  return plain === "" ? null : { label, text: plain };
}

/** Postal codes that the address does not show. */
function missingPostalCodes({ address, postal_code }: AssignmentFields): string[] {
  const shown = (address ?? []).join(" ");
  return (postal_code ?? []).filter((code) => !shown.includes(code)).map((code) => `Singapore ${code}`);
}

function listTexts(texts: readonly string[] | null): string | null {
  return texts === null ? null : [...new Set(texts)].join("; ");
}

function formatAmounts({ min, max }: AssignmentFields["rate"]): string | null {
  if (min === null || max === null || min === max) {
    const amount = min ?? max;
    return amount === null ? null : `$${amount}`;
  }
  return `$${min}-${max}`;
}
