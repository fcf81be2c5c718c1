import { parsePostLayout } from "./post_layout.ts";
import type { SampleAgency } from "./sample_agency.ts";
import { USUAL_AGENCY } from "./usual_agency.ts";

/** Agencies that open with a headline such as "P5 Math @ Bishan". */
export const HEADLINE_AGENCIES: readonly SampleAgency[] = [
  {
    ...USUAL_AGENCY,
    id: "otter_ink",
    title: "Otter & Ink Assignments",
    bareChannelId: 1386605119,
    username: "otterandink",
    layouts: [parsePostLayout(`\
[[{status} ]]#{code} | {rate} | {subject}
Where: {place}[[ (s{postal})]]
When: {timing}
<<Per lesson: {hours}h>>
<<Lessons a week: {times}>>

Notes:
{remarks}

Our fee: half of month 1
PM @otterink_admin with code to apply!`)],
    digest: {
      heads: ["All open cases as of today 👇"],
      item: parsePostLayout(
        "#{code} | {rate} | {subject}\nWhere: {place}[[ (s{postal})]]\nWhen: {timing}",
      ),
      foot: "PM @otterink_admin with code to apply!",
    },
    statuses: { new: ["", "", "", "", "", "URGENT"], repost: ["BUMP"], closed: ["(taken)"] },
    code: "{level}{n}",
    firstCode: 812,
    subjectWords: "short",
    places: ["area", "area", "block"],
    days: "long",
    schedules: ["{times}x"],
    rates: [
      { kind: "range", text: "${a}-{b}/h" },
      { kind: "single", text: "${a}/h" },
      { kind: "single", text: "${a}/h" },
      { kind: "lesson", text: "${a}/{hours}h" },
    ],
    remarks: "bullets",
    typoRate: 0.15,
  },
  {
    ...USUAL_AGENCY,
    id: "sparrow_hall",
    title: "Sparrow Hall Tutor Requests",
    bareChannelId: 1833307415,
    username: null,
    chatType: "private_channel",
    layouts: [parsePostLayout(`\
{subject} @ {area} ({code})

Fees: {rate}

Timing: {timing}
<<Duration: {schedule}>>
Address: {place}

Other details: {remarks}

The first two lessons go to the agency. Interested tutors please fill up https://forms.sparrowhall.example/apply
Enquiries @sparrowhall_help`)],
    code: "SH-{level}{n}",
    firstCode: 1450,
    levelWords: "long",
    closedMark: "** POSITION FILLED **",
    places: ["street_postal", "street_postal", "condominium"],
    days: "tues",
    clock: "bare",
    spanMark: " to ",
    schedules: ["{times} x {hours} hours/week", "{times} x {hours} hours a week"],
    rates: [
      { kind: "tiers", text: "${a} - ${b}/hour {tutor}", joiner: "\n" },
      { kind: "range", text: "${a} - ${b}/hour" },
    ],
    tutorWords: {
      part_time: "Part Time/Undergrad",
      full_time: "Full Time/Graduate",
      school_teacher: "Ex/Current School Teachers",
    },
    typoRate: 0.02,
    mix: { compilation: 0 },
  },
  {
    ...USUAL_AGENCY,
    id: "bluekite",
    title: "Bluekite Home Tutors",
    bareChannelId: 1455190238,
    username: "bluekite_hometutors",
    layouts: [parsePostLayout(`\
**🪁 {subject} @ {place}
Code {code}[[ | S{postal}]][[ | near {station}]]

• <<{schedule}>>
[[• {timing}]]
• {rate}
[[• {gender} tutor preferred]]
[[• {mode}]]
[[{remarks}]]

DM @bluekite_jo to bid 🙌`)],
    digest: {
      heads: ["🪁 5pm digest 🪁", "🪁 Unfilled this week 🪁"],
      item: parsePostLayout("• {subject} @ {place} | {code}\n  {timing} | {rate}"),
      foot: "DM @bluekite_jo to bid 🙌",
    },
    code: "BK{n}",
    firstCode: 960,
    closedMark: "✅ MATCHED",
    levelWords: "short",
    subjectWords: "short",
    subjectJoiners: [" + ", " & "],
    places: ["area", "area", "street"],
    schedules: ["{times}x{hours}h weekly", "{times} x {hours}h a week"],
    rates: [
      { kind: "range", text: "${a}–{b}/hr" },
      { kind: "range", text: "${a}–{b}/hr" },
      { kind: "single", text: "${a}/hr nett" },
      { kind: "words", text: "State your rate" },
    ],
    remarks: "lines",
  },
  {
    ...USUAL_AGENCY,
    id: "pandan_leaf",
    title: "Pandan Leaf Tutors 🌿",
    bareChannelId: 1340981652,
    username: "pandanleaf_tutors",
    layouts: [parsePostLayout(`\
**[{code}] {subject} @ {place}
Rate: {rate}
<<Duration: {hours}hr>>
<<Frequency: {times}x a week>>
Timing: {timing}
Preference: {tutor}
[[Mode: {mode}]]
Remarks: {remarks}

{tags}`)],
    digest: {
      heads: ["🌿 Monday list 🌿", "🌿 Available now 🌿"],
      item: parsePostLayout("[{code}] {subject} @ {place}\nRate: {rate}\nTiming: {timing}"),
      foot: "Apply at https://pandanleaf.example",
    },
    code: "PL{n}",
    firstCode: 1188,
    closedMark: "🔴 TAKEN",
    places: ["area", "block", "condominium", "condominium"],
    clock: "dot",
    spanMark: " to ",
    schedules: ["{times}x a week"],
    rates: [
      { kind: "range", text: "${a} - ${b}/hr" },
      { kind: "range", text: "${a} - ${b}/hr" },
      { kind: "range", text: "${a} - ${b}/hr ({tutor})" },
    ],
    tutorWords: { part_time: "Undergrad/Part-timer", full_time: "Full-timer", school_teacher: "MOE teacher" },
  },
  {
    ...USUAL_AGENCY,
    id: "northlight_row",
    title: "Northlight Row Tuition",
    bareChannelId: 1655523907,
    username: "northlightrow",
    layouts: [
      parsePostLayout(`\
{status} {subject} @ {place} | {code}
Rate: {rate}[[ | S{postal}]]
<<Duration: {schedule}>>
Lesson timing: {timing}
[[Remarks: {remarks}]]

Pls PM Kelvin @northlight_kelvin the code with your profile and rates`),
    ],
    statuses: { new: ["[NEW]"], repost: ["[REPOST]"], closed: ["[CLOSED]"] },
    code: "N{n}",
    firstCode: 7302,
    places: ["condominium", "block", "area"],
    days: "tues",
    clock: "dot",
    spanMark: " to ",
    schedules: ["{hrs}"],
    rates: [
      { kind: "range", text: "${a}-{b}/hr" },
      { kind: "range", text: "${a}~{b}/hr" },
      { kind: "single", text: "${a}/hr" },
    ],
    remarks: "sentences",
    typoRate: 0.12,
    mix: { repost: 22, compilation: 0 },
  },
];
