import { type AssignmentFields, emptyWeek } from "../../../schema/tuition_assignment.ts";
import { findAddresses } from "./address.ts";
import { findAssignmentCode } from "./assignment_code.ts";
import { findDisplayText } from "./display_text.ts";
import { findTaggedHeadline } from "./hashtags.ts";
import { findHeadline, type Headline } from "./headline.ts";
import { findLabelledLearningMode } from "./learning_mode.ts";
import { findLessonSchedule } from "./lesson_schedule.ts";
import { findNearestStations } from "./nearest_stations.ts";
import { findLabelledPostalCodes } from "./postal_codes.ts";
import { findPostStatus } from "../post_status.ts";
import { type Post, snippet, valuesOf } from "./parse_post.ts";
import { findRate } from "./rate.ts";
import { findRemarks } from "./remarks.ts";
import { findStartDate } from "./start_date.ts";

/** The fields as the post's own labels and headline give them, nothing inferred. */
export function extractLabelledFields(post: Post): AssignmentFields {
  const headline = chooseHeadline(findHeadline(post), findTaggedHeadline(post));
  const { min, max, raw_text } = findRate(post);
  return {
    assignment_code: findAssignmentCode(post),
    academic_display_text: findDisplayText(post, headline),
    learning_mode: findLabelledLearningMode(post),
    address: nullIfEmpty(findAddresses(post, headline)),
    postal_code: nullIfEmpty(findLabelledPostalCodes(post)),
    postal_code_estimated: null,
    nearest_mrt: nullIfEmpty(findNearestStations(post)),
    lesson_schedule: nullIfEmpty(findLessonSchedule(post)),
    start_date: findStartDate(post),
    time_availability: { explicit: emptyWeek(), estimated: emptyWeek(), note: findTimeNote(post) },
    rate: { min, max, raw_text },
    additional_remarks: findRemarks(post, headline),
    tutor_types: [],
    rate_breakdown: {},
    post_status: findPostStatus(post),
  };
}

/** Tags above the headline are the post's data; those below it are for searching. */
function chooseHeadline(headline: Headline | null, tagged: Headline | null): Headline | null {
  return headline && tagged
    ? (tagged.line.start < headline.line.start ? tagged : headline)
    : headline ?? tagged;
}

function findTimeNote(post: Post): string | null {
  const lines = valuesOf(post, "timing").flatMap((value) => value.lines);
  return lines.length === 0 ? null : lines.map((line) => snippet(post, line)).join("\n");
}

function nullIfEmpty(texts: string[]): string[] | null {
  return texts.length > 0 ? texts : null;
}
