import type { SampleAgency } from "./sample_agency.ts";

/** What most agencies have in common; a profile states only how it differs. */
export const USUAL_AGENCY = {
  chatType: "public_channel",
  coordinators: [],
  digest: null,
  statuses: { new: [""], repost: [""], closed: ["CLOSED"] },
  closedMark: "❌ TAKEN ❌",
  levelWords: "medium",
  subjectWords: "medium",
  subjectJoiners: [" & ", " and "],
  places: ["area", "street", "block"],
  days: "short",
  clock: "dot",
  spanMark: "-",
  tutorWords: {
    part_time: "Part-time tutor",
    full_time: "Full-time tutor",
    school_teacher: "Ex/Current MOE teacher",
  },
  remarks: "sentences",
  typoRate: 0.08,
  lowerCase: false,
  mix: {},
} satisfies Partial<SampleAgency>;
