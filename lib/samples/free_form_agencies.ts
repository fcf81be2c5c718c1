import { parsePostLayout } from "./post_layout.ts";
import type { SampleAgency } from "./sample_agency.ts";
import { USUAL_AGENCY } from "./usual_agency.ts";

/** Agencies that write whole sentences, one-liners or lists without labels. */
export const FREE_FORM_AGENCIES: readonly SampleAgency[] = [
  {
    ...USUAL_AGENCY,
    id: "rain_tree",
    title: "Rain Tree Tutor Agency",
    bareChannelId: 1560037724,
    username: "raintreetutors",
    layouts: [
      parsePostLayout(`\
{code}: We are looking for a {tutor} for {subject}, location {place}[[ (near {station})]]. <<{schedule}>>[[, {timing}]]. Budget is {rate}. {remarks}

Interested? Drop a message to @raintree_farah with the code.`),
      parsePostLayout(`\
{code}: {student} student needs help with {subject}. <<{schedule}>>[[, {timing}]]. The parent is offering {rate}. Location: {place}[[, S{postal}]]. {remarks}

Interested? Drop a message to @raintree_farah with the code.`),
    ],
    digest: {
      heads: ["Hi tutors, these are still looking:"],
      item: parsePostLayout("{code}: {subject}, {place}, <<{schedule}>>[[, {timing}]]. Budget {rate}."),
      foot: "Drop a message to @raintree_farah with the codes you want.",
    },
    code: "RT-{n}",
    firstCode: 6120,
    closedMark: "(This one has been filled, thank you everyone)",
    tutorWords: {
      part_time: "part-time tutor",
      full_time: "full-time tutor",
      school_teacher: "current or ex-school teacher",
    },
    days: "plural",
    clock: "colon",
    spanMark: " to ",
    schedules: ["{once} a week for {hrs}", "{hrs}, {times} {lessons} a week"],
    rates: [
      { kind: "range", text: "${a} to ${b} an hour" },
      { kind: "single", text: "${a} an hour" },
      { kind: "from", text: "from ${a} an hour" },
      { kind: "words", text: "market rate" },
    ],
    typoRate: 0.05,
  },
  {
    ...USUAL_AGENCY,
    id: "durian_desk",
    title: "durian desk tuition lobang",
    bareChannelId: 1921146087,
    username: "duriandesk",
    chatType: "public_supergroup",
    coordinators: ["Marcus Y", "shi ting", "Devi", "marcus (durian desk)"],
    layouts: [
      parsePostLayout(
        "[[{status} ]]{subject} @ {place}[[ {postal}]][[, {timing}]], {rate} [[({remarks}) ]]pm me {code}",
      ),
      parsePostLayout("[[{status} ]]{code} {subject} / {place} / <<{schedule}>>[[ / {timing}]] / {rate}"),
    ],
    statuses: { new: ["", "", "", "", "urgent!!"], repost: ["up", "still avail"], closed: ["taken"] },
    code: "dd{n}",
    firstCode: 233,
    closedMark: "taken liao",
    levelWords: "short",
    subjectWords: "short",
    subjectJoiners: ["/", " n "],
    places: ["area"],
    clock: "bare",
    schedules: ["{times}x {hours}h", "{hours}h x{times}"],
    rates: [
      { kind: "single", text: "{a}/h" },
      { kind: "range", text: "{a}-{b}/h" },
      { kind: "range", text: "${a}-{b}" },
      { kind: "words", text: "quote" },
    ],
    typoRate: 0.3,
    lowerCase: true,
    mix: { reply: 16, forward: 6, announcement: 3, compilation: 0 },
  },
  {
    ...USUAL_AGENCY,
    id: "abacus_lane",
    title: "Abacus Lane | Math & Science",
    bareChannelId: 1477600391,
    username: "abacuslane",
    layouts: [parsePostLayout(`\
Looking for {subject} tutor[[ ({status})]]

▪ Code: {code}
▪ {place}[[ {postal}]][[ (nearest station: {station})]]
▪ <<{schedule}>>
[[▪ {timing}]]
▪ Rate: {rate}
▪ Requirement: {tutor}
[[▪ Start: {start}]]
[[▪ Note: {remarks}]]`)],
    digest: {
      heads: ["Looking for tutors for these:"],
      item: parsePostLayout("▪ Code: {code}\n▪ {subject}, {place}\n▪ {timing}\n▪ Rate: {rate}"),
      foot: "Text us the code(s), your rate and experience.",
    },
    statuses: { new: [""], repost: ["Repost"], closed: ["Closed"] },
    code: "{yymm}{n}",
    firstCode: 30,
    levelWords: "long",
    places: ["block", "street"],
    days: "short",
    clock: "military",
    spanMark: "-",
    schedules: ["{times} {lessons}/week, {hours} hrs/lesson"],
    rates: [
      { kind: "tiers", text: "{tutor} ${a}-${b}/hr" },
      { kind: "range", text: "${a}-${b}/hr" },
    ],
    tutorWords: { part_time: "PART-TIME", full_time: "FULL-TIME", school_teacher: "EX/CURRENT MOE" },
  },
  {
    ...USUAL_AGENCY,
    id: "tembusu_link",
    title: "Tembusu Learning Link",
    bareChannelId: 1589904413,
    username: "tembusulink",
    layouts: [parsePostLayout(`\
📣 Hello tutors! {status}

📌 {subject}
📌 {place}[[ S{postal}]]
[[📌 {timing}]]
📌 {rate}
📌 <<{schedule}>>
[[📌 Starting {start}]]
[[📌 {gender} tutor only]]
{remarks}
👉 Reply {code} to @tembusu_admin`)],
    digest: {
      heads: ["📣 Hello tutors! Still searching for these"],
      item: parsePostLayout("📌 {subject}, {place}\n📌 {timing}, {rate}\n👉 {code}"),
      foot: "Reply the code to @tembusu_admin",
    },
    statuses: {
      new: ["We have a new case for you", "New case just in"],
      repost: ["This case is still open"],
      closed: ["This case is closed"],
    },
    code: "TB{letters}{n}",
    firstCode: 204,
    subjectWords: "long",
    places: ["area", "block"],
    days: "tues",
    clock: "colon",
    spanMark: " - ",
    schedules: ["{once} a week, {hours}h", "{times}x per week ({hours}h each)"],
    rates: [
      { kind: "range", text: "${a} - {b} hourly" },
      { kind: "lesson", text: "${a} per lesson ({hours}h)" },
      { kind: "month", text: "${a}/mth" },
      { kind: "up_to", text: "up to ${b}/hr" },
    ],
    remarks: "lines",
  },
];
