/** How much an agency shortens: `P5`, `Pri 5` or `Primary 5`. */
export type WordLength = "short" | "medium" | "long";
/** Whom the parent would take: a part-timer or undergraduate, a full-timer, a school teacher. */
export type TutorTier = "part_time" | "full_time" | "school_teacher";

export type Wording = Readonly<Record<WordLength, string>>;

/** Levels that share their subjects, streams and fees. */
export interface LevelBand {
  /** The word a hashtag uses. */
  readonly name: string;
  /** How often it is asked for, relative to the others. */
  readonly weight: number;
  readonly levels: readonly Wording[];
  readonly streams: readonly Wording[];
  readonly subjects: readonly Wording[];
  /** Lengths of a lesson in hours, commoner ones more than once. */
  readonly hours: readonly number[];
  /** Usual lowest fee an hour in Singapore dollars. */
  readonly fees: Readonly<Record<TutorTier, number>>;
  /** Whether students sit a national examination at the end. */
  readonly examination: string | null;
}

function wording(short: string, medium = short, long = medium): Wording {
  return { short, medium, long };
}

function numbered(short: string, medium: string, long: string, years: readonly number[]): Wording[] {
  return years.map((year) => wording(`${short}${year}`, `${medium}${year}`, `${long}${year}`));
}

function fees(partTime: number, fullTime: number, schoolTeacher: number): LevelBand["fees"] {
  return { part_time: partTime, full_time: fullTime, school_teacher: schoolTeacher };
}

const ENGLISH = wording("Eng", "English");
const MATH = wording("Math", "Maths", "Mathematics");
const SCIENCE = wording("Sci", "Science");
const CHINESE = wording("Chi", "Chinese");
const HIGHER_CHINESE = wording("HCL", "Higher Chinese");
const MALAY = wording("Malay");
const TAMIL = wording("Tamil");
const E_MATH = wording("E Math", "E Maths", "Elementary Math");
const A_MATH = wording("A Math", "A Maths", "Additional Math");

export const LEVEL_BANDS: readonly LevelBand[] = [
  {
    name: "Preschool",
    weight: 4,
    levels: numbered("K", "K", "Kindergarten ", [1, 2]),
    streams: [],
    subjects: [ENGLISH, wording("Phonics"), CHINESE, wording("P1 prep", "P1 Preparation"), MATH],
    hours: [1, 1, 1.5],
    fees: fees(25, 35, 45),
    examination: null,
  },
  {
    name: "Primary",
    weight: 12,
    levels: numbered("P", "Pri ", "Primary ", [1, 2]),
    streams: [],
    subjects: [ENGLISH, MATH, CHINESE, ENGLISH, MATH, MALAY],
    hours: [1, 1.5, 1.5],
    fees: fees(25, 35, 55),
    examination: null,
  },
  {
    name: "Primary",
    weight: 32,
    levels: numbered("P", "Pri ", "Primary ", [3, 4, 5, 5, 6, 6]),
    streams: [],
    subjects: [ENGLISH, MATH, SCIENCE, CHINESE, MATH, SCIENCE, HIGHER_CHINESE, MALAY, TAMIL],
    hours: [1.5, 1.5, 1.5, 2],
    fees: fees(30, 40, 60),
    examination: "PSLE",
  },
  {
    name: "Secondary",
    weight: 14,
    levels: numbered("S", "Sec ", "Secondary ", [1, 2]),
    streams: [
      wording("Exp", "Exp", "Express"),
      wording("G3"),
      wording("G2"),
      wording("IP"),
      wording("NA", "N(A)", "Normal Academic"),
      wording("G1"),
    ],
    subjects: [
      MATH,
      SCIENCE,
      ENGLISH,
      MATH,
      SCIENCE,
      CHINESE,
      wording("Geog", "Geography"),
      wording("History"),
    ],
    hours: [1.5, 1.5, 2],
    fees: fees(35, 45, 70),
    examination: null,
  },
  {
    name: "Secondary",
    weight: 22,
    levels: numbered("S", "Sec ", "Secondary ", [3, 4, 4]),
    streams: [
      wording("Exp", "Exp", "Express"),
      wording("G3"),
      wording("IP"),
      wording("NA", "N(A)", "Normal Academic"),
    ],
    subjects: [
      E_MATH,
      A_MATH,
      A_MATH,
      wording("Pure Chem", "Pure Chemistry"),
      wording("Pure Phy", "Pure Physics"),
      wording("Pure Bio", "Pure Biology"),
      wording(
        "Combined Sci (Phy/Chem)",
        "Combined Science (Phy/Chem)",
        "Combined Science (Physics/Chemistry)",
      ),
      wording("POA", "POA", "Principles of Accounts"),
      ENGLISH,
      CHINESE,
      wording("SS/Geog", "Combined Humanities (SS/Geog)"),
      wording("Lit", "Literature"),
    ],
    hours: [1.5, 1.5, 2, 2],
    fees: fees(35, 50, 75),
    examination: "O levels",
  },
  {
    name: "JC",
    weight: 9,
    levels: numbered("J", "JC", "JC ", [1, 2, 2]),
    streams: [],
    subjects: [
      wording("H2 Math", "H2 Math", "H2 Mathematics"),
      wording("H2 Chem", "H2 Chemistry"),
      wording("H2 Phy", "H2 Physics"),
      wording("H2 Econs", "H2 Economics"),
      wording("GP", "GP", "General Paper"),
      wording("H2 Bio", "H2 Biology"),
      wording("H1 Math", "H1 Math", "H1 Mathematics"),
      wording("H1 Econs", "H1 Economics"),
    ],
    hours: [1.5, 2, 2],
    fees: fees(45, 65, 95),
    examination: "A levels",
  },
  {
    name: "IB",
    weight: 5,
    levels: [
      wording("IB Y5", "IB Year 5", "IB Diploma Year 1"),
      wording("IB Y6", "IB Year 6", "IB Diploma Year 2"),
    ],
    streams: [],
    subjects: [
      wording("Math AA HL"),
      wording("Math AA SL"),
      wording("Math AI SL"),
      wording("Chem HL", "Chemistry HL"),
      wording("Phy HL", "Physics HL"),
      wording("Econs SL", "Economics SL"),
      wording("Eng A Lang & Lit SL", "English A: Language & Literature SL"),
    ],
    hours: [1.5, 2],
    fees: fees(50, 75, 110),
    examination: "IB finals",
  },
  {
    name: "IGCSE",
    weight: 5,
    levels: [
      wording("Y9 IGCSE", "IGCSE Year 9"),
      wording("Y10 IGCSE", "IGCSE Year 10"),
      wording("Y11 IGCSE", "IGCSE Year 11"),
    ],
    streams: [],
    subjects: [
      wording("Math", "Maths", "International Mathematics"),
      wording("Add Math", "Additional Maths"),
      wording("Physics"),
      wording("Chem", "Chemistry"),
      wording("Eng 1st Lang", "English First Language"),
      wording("Biz Studies", "Business Studies"),
    ],
    hours: [1.5, 2],
    fees: fees(40, 60, 85),
    examination: "IGCSE papers",
  },
  {
    name: "Adult",
    weight: 1,
    levels: [wording("Adult"), wording("Adult Beginner")],
    streams: [],
    subjects: [
      wording("Mandarin", "Conversational Mandarin"),
      wording("Biz Eng", "Business English"),
      wording("Japanese"),
    ],
    hours: [1, 1.5, 2],
    fees: fees(35, 50, 70),
    examination: null,
  },
  {
    name: "Others",
    weight: 2,
    levels: [
      wording("Poly Y1", "Poly Year 1"),
      wording("AEIS (Sec)", "AEIS Secondary"),
      wording("ITE Y2", "ITE Year 2"),
    ],
    streams: [],
    subjects: [ENGLISH, MATH],
    hours: [1.5, 2],
    fees: fees(35, 50, 70),
    examination: null,
  },
];
