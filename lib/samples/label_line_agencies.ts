import { parsePostLayout } from "./post_layout.ts";
import type { SampleAgency } from "./sample_agency.ts";
import { USUAL_AGENCY } from "./usual_agency.ts";

/** Agencies that put each fact on a line of its own, behind a label. */
export const LABEL_LINE_AGENCIES: readonly SampleAgency[] = [
  {
    ...USUAL_AGENCY,
    id: "chalk_harbour",
    title: "Chalk Harbour Tuition Jobs",
    bareChannelId: 1402118730,
    username: "chalkharbour_jobs",
    layouts: [parsePostLayout(`\
**{status}
Job ID: {code}
Subject: {subject}
Venue: {place}[[ (S{postal})]]
[[Nearest MRT/LRT: {station}]]
Lesson: <<{schedule}>>
Day/Time: {timing}
Budget: {rate}
Tutor: {tutor}[[ ({gender})]]
[[Start: {start}]]
Remarks: {remarks}

To apply, send your Job ID + short profile to @chalkharbour_amir`)],
    digest: {
      heads: ["🔥 STILL OPEN 🔥", "Weekend round up! Jobs still open"],
      item: parsePostLayout(`\
{code} - {subject}
{place}[[ (S{postal})]]
<<{schedule}>>, {timing}
{rate}`),
      foot: "Apply with the Job ID to @chalkharbour_amir",
    },
    statuses: {
      new: ["🆕 NEW JOB", "🆕 NEW JOB", "🆕 URGENT"],
      repost: ["🔁 REPOST", "🔁 STILL AVAILABLE"],
      closed: ["🔒 CLOSED"],
    },
    code: "CH{n}",
    firstCode: 20417,
    schedules: [
      "{times} x {hours}h per week",
      "{times}x/week, {hours}h",
      "{times} {lessons}/week x {hours}h",
    ],
    places: ["street", "block", "block", "condominium"],
    rates: [
      { kind: "range", text: "${a}-{b}/hr" },
      { kind: "range", text: "${a}-{b}/hr" },
      { kind: "single", text: "${a}/hr" },
      { kind: "words", text: "Tutor to quote" },
    ],
  },
  {
    ...USUAL_AGENCY,
    id: "angsana_desk",
    title: "Angsana Tutor Desk 🌳",
    bareChannelId: 1517220964,
    username: "angsanatutordesk",
    layouts: [parsePostLayout(`\
🌳 {status} 🌳

📚 Subject: {subject}
📍 Location: {place}[[, Singapore {postal}]]
🚇 MRT: {mrt}
🗓 Frequency: <<{schedule}>>
⏰ Timing: {timing}
💰 Rate: {rate}
👩‍🏫 Tutor: {tutor}
[[📝 Remarks: {remarks}]]

Code: #{code}
👉 Apply: https://angsana-desk.example/j/{code}

{tags}`)],
    digest: {
      heads: ["🌳 Assignments of the day 🌳"],
      item: parsePostLayout(`\
📚 {subject}
📍 {place}
⏰ {timing}
💰 {rate}
Code: #{code}`),
      foot: "👉 Apply: https://angsana-desk.example/jobs",
    },
    statuses: { new: ["NEW ASSIGNMENT"], repost: ["STILL OPEN", "REPOST"], closed: ["FILLED"] },
    code: "AG{n}",
    firstCode: 3308,
    levelWords: "long",
    subjectWords: "long",
    places: ["area", "street", "street"],
    days: "long",
    clock: "spaced",
    spanMark: " - ",
    schedules: ["{once} a week, {hrs}", "{once} weekly, {hrs} per lesson", "{times} x {hrs} weekly"],
    rates: [
      { kind: "range", text: "${a} - ${b} per hour" },
      { kind: "range", text: "${a} - ${b} per hour" },
      { kind: "tiers", text: "${a}-${b}/hour ({tutor})", joiner: " | " },
      { kind: "month", text: "${a} per month" },
    ],
    typoRate: 0.02,
  },
  {
    ...USUAL_AGENCY,
    id: "lamplight",
    title: "Lamplight Tutors SG",
    bareChannelId: 1644093271,
    username: "lamplighttutors",
    layouts: [parsePostLayout(`\
**{status}
Assignment no.: {code}
Level: {level}
Subject(s): {subjects}
Student: {student}
Location: {place}[[ S({postal})]]
<<No. of lessons per week: {times}>>
<<Hours per lesson: {hours}>>
Preferred time: {timing}
Rate: {rate}
Tutor gender: {gender}
Additional info: {remarks}

Message Huimin @lamplight_huimin to apply`)],
    digest: {
      heads: ["Recap of open assignments"],
      item: parsePostLayout(
        "Assignment no.: {code}\nLevel: {level}\nSubject(s): {subjects}\nLocation: {place}\nRate: {rate}",
      ),
      foot: "Message Huimin @lamplight_huimin to apply",
    },
    statuses: { new: ["Status: Open"], repost: ["Status: Open (repost)"], closed: ["Status: Closed"] },
    code: "LL{yymm}-{n}",
    firstCode: 51,
    levelWords: "long",
    subjectWords: "long",
    subjectJoiners: [", ", " and "],
    days: "plural",
    clock: "colon",
    spanMark: " to ",
    schedules: ["{times}"],
    rates: [
      { kind: "tiers", text: "{tutor}: ${a} - ${b}/hr", joiner: "\n" },
      { kind: "range", text: "${a} - ${b}/hr" },
      { kind: "up_to", text: "Up to ${b}/hr" },
    ],
    tutorWords: { part_time: "Undergrad", full_time: "Full-time", school_teacher: "MOE/NIE" },
    typoRate: 0.03,
  },
  {
    ...USUAL_AGENCY,
    id: "kingfisher",
    title: "Kingfisher Tuition Board",
    bareChannelId: 1290445518,
    username: "kingfisherboard",
    layouts: [parsePostLayout(`\
Ref {code} [[({status})]]
Subject: {subject}
Wanted: {tutor}[[, {gender}]]
<<Frequency: {schedule}>>
Available: {timing}
Rate: {rate}
Address: {place}[[, (S){postal}]]
[[- Start: {start}]]
[[- {mode}]]
[[{remarks}]]
--------------------
Apply: https://kingfisher.example/apply
Quote the Ref`)],
    statuses: { new: [""], repost: ["reposted"], closed: ["CLOSED"] },
    code: "{mmdd}{letters}{n}",
    firstCode: 7,
    levelWords: "short",
    places: ["block", "condominium", "street"],
    days: "short",
    clock: "bare",
    schedules: ["{hours} Hr, {times}x A Week", "{times}x A Week, {hours} Hr"],
    rates: [
      { kind: "tiers", text: "${a}-{b}/Hr ({tutor})" },
      { kind: "tiers", text: "${a}-{b}/Hr ({tutor})" },
      { kind: "range", text: "${a}-{b}/Hr" },
    ],
    tutorWords: { part_time: "PT", full_time: "FT", school_teacher: "MOE" },
    remarks: "bullets",
  },
  {
    ...USUAL_AGENCY,
    id: "xueqiao",
    title: "学桥家教 Xueqiao Tutors",
    bareChannelId: 1708812046,
    username: "xueqiao_tutors",
    layouts: [parsePostLayout(`\
编号 Ref：{code}[[ {status}]]
Level/Subject 科目：{subject}
Location 地点：{place}[[ (S){postal}]]
Time 时间：{timing}
Frequency 次数：<<{schedule}>>
Rate 学费：{rate}
Tutor 老师：{tutor}[[，{gender}]]
Remarks 备注：{remarks}

有兴趣请联系 @xueqiao_linlaoshi`)],
    statuses: { new: [""], repost: ["（再发）"], closed: ["（已满）"] },
    closedMark: "已满",
    code: "{n}",
    firstCode: 40881,
    places: ["street_postal", "block", "area"],
    days: "chinese",
    clock: "dot",
    schedules: ["{times}x{hours}hr/week", "{times} x {hrs} / week"],
    rates: [
      { kind: "range", text: "${a}-{b}/hr" },
      { kind: "words", text: "$quote/hr" },
      { kind: "words", text: "tutor to quote" },
      { kind: "from", text: "from ${a}/hr" },
    ],
    typoRate: 0.1,
  },
];
