import type { SeededRandom } from "../core/seeded_random.ts";
import type { SampleAgency } from "./sample_agency.ts";
import type { SampleAssignment } from "./draw_assignment.ts";
import { slipFingers } from "./slip_fingers.ts";

const GENERAL = [
  "Student is weak in {subject} and needs a patient tutor",
  "Student gets distracted easily, please keep lessons engaging",
  "Tutor to bring own materials",
  "Parent will provide assessment books",
  "Please share past students' results when applying",
  "Student is quiet, prefers someone friendly",
  "Foundation is shaky, need to revise last year's topics first",
  "Looking for long term commitment, at least 1 year",
  "Student is scoring around {score} now",
  "Trial lesson first before confirming",
  "Must be punctual, last tutor kept changing timings",
  "Sibling may join later",
  "Tutor to update parent after every lesson",
  "Homework help included",
  "Need someone strict but encouraging",
  "Student just transferred from an international school",
  "Parent prefers tutor with at least 3 years of experience",
  "To confirm by this weekend",
  "Previous tutor went overseas",
  "Student has CCA on Wed and Fri",
  "Student is motivated and aims to move up one class",
  "First time having tuition",
  "Parent wants monthly progress feedback over WhatsApp",
  "Payment by PayNow at the end of every 4th lesson",
  "No lessons during school holidays",
  "Student wants to be ahead of school by one topic",
  "Student is in a SAP school, standard is high",
  "Tutor who just finished A levels with good results can apply too",
  "Student is hardworking but lacks confidence",
  "Likes tutors who explain with real life examples",
  "Able to increase to twice a week nearer to exams",
  "Parent does not mind a younger tutor with energy",
  "Not looking for those who only give worksheets",
];
/** Not for online lessons. */
const AT_HOME = [
  "There is a small dog at home",
  "Prefer tutor staying nearby",
  "Two cats in the house, tutor must be ok with that",
  "Can also be held at the library or the condo function room",
  "Grandparents will be at home during lessons",
  "Short walk from the bus stop",
];
const YOUNG_CHILDREN = [
  "Very active {child}, tutor must be good with young kids",
  "Child has mild dyslexia, experience with special needs is a plus",
  "Mainly to go through school homework and spelling",
  "Parent would like to sit in for the first lesson",
];
const BEFORE_EXAMINATIONS = [
  "Student did badly for mid years, wants to improve before {examination}",
  "Intensive revision before {examination}",
  "Aiming for the top grade in {examination}",
  "Needs help with answering techniques and time management",
  "Please prepare topical notes and past year papers",
];
/** What is said of a subject, by a word of its name. */
const BY_SUBJECT: readonly (readonly [RegExp, readonly string[]])[] = [
  [/Math/, [
    "Careless in calculations, needs more timed practice",
    "Can do routine sums but stuck at word problems",
    "Please go step by step, gets lost when the working is skipped",
    "Concepts ok but careless under time pressure",
    "Fractions and ratio need a lot of work",
  ]],
  [/Sci|Chem|Phys|Phy|Bio/, [
    "Loses marks in open ended questions, does not use the right keywords",
    "Able to memorise but cannot apply the concepts",
    "Explanation questions are the main problem",
    "Interested in experiments, hates memorising",
  ]],
  [/Eng|Chinese|Malay|Tamil|Mandarin|Phonics/, [
    "Focus on composition and oral",
    "Does not read much, vocabulary is limited",
    "Comprehension is the weakest part",
    "Family does not speak the language at home",
    "Needs more practice in writing, ideas are there but grammar is weak",
    "Reading aloud and spelling every lesson please",
  ]],
];
const LEARNING_MODES = {
  "Online": ["Online lessons over Zoom", "Online only", "Lessons are online"],
  "Face-to-Face": ["Face to face only", "F2F lessons", "Physical lessons only", "Strictly F2F"],
  "Hybrid": [
    "Online or face to face are both fine",
    "Hybrid, alternate weeks online",
    "Open to online or physical",
  ],
} as const;

/** A way of saying where the lesson takes place. */
export function writeLearningMode(random: SeededRandom, mode: keyof typeof LEARNING_MODES): string {
  return random.pick(LEARNING_MODES[mode]);
}

/**
 * Draws remarks on an assignment and joins them the agency's way; often there are none.
 *
 * @param additions What the layout has no line for; kept as it is, at the end.
 */
export function writeRemarks(
  random: SeededRandom,
  agency: SampleAgency,
  assignment: SampleAssignment,
  additions: readonly string[],
): string {
  const sentences = new Set<string>();
  const count = random.pick([0, 0, 1, 1, 2, 2, 3]);
  for (let draw = 0; draw < count; draw++) {
    sentences.add(random.pick(drawPool(random, assignment)));
  }
  const texts = [...sentences].map((sentence) => fillSentence(random, assignment, sentence));
  const [first] = texts;
  if (first !== undefined && random.chance(agency.typoRate)) texts[0] = slipFingers(random, first);
  texts.push(...additions);
  if (texts.length === 0) return "";
  switch (agency.remarks) {
    case "bullets":
      return texts.map((text) => `- ${text}`).join("\n");
    case "lines":
      return texts.join("\n");
    case "sentences":
      return texts.join(". ") + (random.chance(0.7) ? "." : "");
  }
}

function drawPool(random: SeededRandom, assignment: SampleAssignment): readonly string[] {
  const share = random.next();
  if (share < 0.5) return GENERAL;
  if (share < 0.75) return ofSubject(assignment);
  if (share < 0.9 || assignment.learningMode === "Online") return ofAge(assignment);
  return AT_HOME;
}

function ofSubject(assignment: SampleAssignment): readonly string[] {
  const name = assignment.subjects[0]?.medium ?? "";
  return BY_SUBJECT.find(([word]) => word.test(name))?.[1] ?? GENERAL;
}

function ofAge(assignment: SampleAssignment): readonly string[] {
  const { name, examination } = assignment.band;
  if (examination !== null) return BEFORE_EXAMINATIONS;
  return name === "Preschool" || name === "Primary" ? YOUNG_CHILDREN : GENERAL;
}

function fillSentence(random: SeededRandom, assignment: SampleAssignment, sentence: string): string {
  const score = assignment.band.name === "Primary"
    ? `AL${random.integer(4, 7)}`
    : `${random.integer(38, 65)} marks`;
  return sentence
    .replace("{child}", assignment.studentGender === "male" ? "boy" : "girl")
    .replace("{subject}", assignment.subjects[0]?.medium ?? "")
    .replace("{score}", score)
    .replace("{examination}", assignment.band.examination ?? "exams");
}
