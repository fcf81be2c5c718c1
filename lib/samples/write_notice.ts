import type { SeededRandom } from "../core/seeded_random.ts";
import type { SampleAgency } from "./sample_agency.ts";

/** Posts that offer no assignment, some of which look as if they did. */
const ANNOUNCEMENTS = [
  "Hi tutors! We will be closed from {day} to {later} {month}. Applications sent during this time will be answered when we are back. Rest well 😊",
  "📢 Reminder: please reply to coordinators within {n} hours when shortlisted. Slots go to the next tutor after that.",
  "Do you know a parent who needs a tutor? Refer them to us and receive ${sum} once the second lesson is done 🎁",
  "New to {title}? Create your profile first, then apply with the code in each post. One code per message please 🙏",
  "⚠️ Someone has been pretending to be our coordinator. We never ask for a deposit or your bank login. Report it if you get such a message.",
  "We are hiring! Part-time coordinator, work from home, weekday evenings, ${sum}/day. Must be comfortable on the phone with parents. Send your resume to the admin.",
  "Happy holidays to all our tutors and students 🎉 Thank you for another {n} hundred matches this year!",
  "📣 PSLE Math crash course at our partner centre in {month}! {n} sessions, ${sum} per student, limited seats. Share with your students.",
  "FREE webinar for tutors this {weekday} 8pm: handling O level Chemistry questions that keep coming back. Link will be sent out on the day.",
  "Selling used guide books: Sec 3 to Sec 4 A Math, Pure Physics and Pure Chemistry. ${n} each, self collect. Message the admin.",
  "Rates guide for {month}: P1-P4 $25-40/hr, P5-P6 $30-50/hr, Sec $35-60/hr, JC $50-90/hr for part-timers. Quote reasonably and you will be picked faster!",
  "Tutors, when you apply please include: name, age, highest qualification, years of experience, available slots and expected rate. Incomplete applications are skipped.",
  "Our channel just crossed {n},000 members! Thank you for the trust 💛",
  "Many parents are asking about {month} holiday lessons. If you are free on weekday mornings, update your schedule with us so that we can match you early.",
  "Commission reminder: fees for the first {n} lessons are due within 3 days of collection. Late payment means no new assignments for a month.",
  "Website will be under maintenance on {day} {month}, 12am to 6am. The application form will not load during this time.",
  "Study tip from our senior tutors: get students to redo wrong questions after {n} days without looking at the answer. Works for every level.",
  "Attention full-time tutors! We are building a roster for primary school English and Science next year. Register your interest through the form, details later.",
];
const REPLIES = [
  "Taken, thank you all for applying!",
  "Still available 🙋",
  "Parent is ok with online now",
  "Up! Parent needs someone by this week",
  "Budget increased to ${sum}/hr",
  "Timing changed to {weekday} 7pm",
  "Closed",
  "Sorry typo, should be 1.5h per lesson",
  "Tutor found ✅",
  "Any female tutor for this? Parent is flexible with the rate",
];
const FILLED = [
  "Filled: {codes}. Thank you for the interest!",
  "✅ The following have been matched: {codes}",
  "Update: {codes} no longer available",
  "{codes} taken",
];
const MONTHS = [
  "January",
  "March",
  "April",
  "May",
  "June",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const WEEKDAYS = ["Monday", "Tuesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** Writes an announcement or an advertisement. */
export function writeAnnouncement(random: SeededRandom, agency: SampleAgency): string {
  return fillNotice(random, agency, random.pick(ANNOUNCEMENTS));
}

/** Writes a short answer to an earlier post of the same channel. */
export function writeReply(random: SeededRandom, agency: SampleAgency): string {
  return fillNotice(random, agency, random.pick(REPLIES));
}

/** Writes that the assignments with these codes are gone. */
export function writeFilledNotice(
  random: SeededRandom,
  agency: SampleAgency,
  codes: readonly string[],
): string {
  return fillNotice(random, agency, random.pick(FILLED)).replace("{codes}", codes.join(", "));
}

function fillNotice(random: SeededRandom, agency: SampleAgency, text: string): string {
  const day = random.integer(1, 20);
  const filled = text
    .replace("{title}", agency.title)
    .replace("{n}", String(random.integer(2, 12)))
    .replace("{sum}", String(5 * random.integer(6, 16)))
    .replace("{day}", String(day))
    .replace("{later}", String(day + random.integer(2, 7)))
    .replace("{month}", random.pick(MONTHS))
    .replace("{weekday}", random.pick(WEEKDAYS));
  return agency.lowerCase ? filled.toLowerCase() : filled;
}
