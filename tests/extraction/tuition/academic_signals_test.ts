import assert from "node:assert/strict";
import { findAcademicSignals } from "../../../lib/extraction/tuition/academic_signals.ts";

/** A display text, what each request of it says ("level stream: subjects"), and the flags. */
const TABLE: readonly (readonly [string, readonly string[], (readonly string[])?])[] = [
  ["P5 Math & Sec 2 Science", ["Primary 5: Mathematics", "Secondary 2: Science"], ["several_children"]],
  ["P3 and P5 English", ["Primary 3: English", "Primary 5: English"], ["several_children"]],
  ["Sec 4 E/A Math", ["Secondary 4: Elementary Mathematics, Additional Mathematics"]],
  ["Sec 4 E & A Maths", ["Secondary 4: Elementary Mathematics, Additional Mathematics"]],
  ["S3 AM", ["Secondary 3: Additional Mathematics"]],
  ["10am P5 Math", ["Primary 5: Mathematics"]],
  ["JC1 H2 Physics and H1 Econs", ["JC 1 H2: Physics", "JC 1 H1: Economics"]],
  ["IB Year 5 Math HL, Physics SL", ["IB Year 5 HL: Mathematics", "IB Year 5 SL: Physics"]],
  ["Year 9 IGCSE Chem/Bio", ["IGCSE Year 9: Chemistry, Biology"]],
  ["Y4 IP Chemistry & Biology", ["Secondary 4 IP: Chemistry, Biology"]],
  ["IP Yr 2 Maths", ["Secondary 2 IP: Mathematics"]],
  ["Math (P5), Science (Sec 2)", ["Primary 5: Mathematics", "Secondary 2: Science"], ["several_children"]],
  ["English for P3 & P6", ["Primary 3: English", "Primary 6: English"], ["several_children"]],
  ["Sec 2 NA and Sec 4 Exp Math", [
    "Secondary 2 Normal Academic: Mathematics",
    "Secondary 4 Express: Mathematics",
  ], ["several_children"]],
  ["Pri 4 Eng n Sci", ["Primary 4: English, Science"]],
  ["#Sec3 #AMath #EMath", ["Secondary 3: Additional Mathematics, Elementary Mathematics"]],
  ["#JC1H2Chemistry #Bishan", ["JC 1 H2: Chemistry"]],
  ["Sec 1-3 Lit", ["Secondary 1: Literature", "Secondary 2: Literature", "Secondary 3: Literature"], [
    "several_children",
  ]],
  ["P1 to P3 Chinese", ["Primary 1: Chinese", "Primary 2: Chinese", "Primary 3: Chinese"], [
    "several_children",
  ]],
  ["K2 Phonics & P1 English", ["Kindergarten 2: Phonics", "Primary 1: English"], ["several_children"]],
  ["GP", ["JC: General Paper"], ["level_inferred_from_subject"]],
  ["A Math", ["Secondary: Additional Mathematics"], ["level_inferred_from_subject"]],
  ["Japanese", ["?: Japanese"], ["subject_without_level"]],
  ["Adult Beginner Korean", ["Adult Beginner: Korean"]],
  ["Grade 7 MYP Science", ["MYP Grade 7: Science"]],
  ["Poly Year 2 Engineering Maths", ["Polytechnic Year 2: Engineering"]],
  ["Sec 3 N(A) Maths", ["Secondary 3 Normal Academic: Mathematics"]],
  ["Sec 4 NT CPA", ["Secondary 4 Normal Technical: Computer Applications"]],
  ["Sec 4 5N1 POA", ["Secondary 4: Principles of Accounts"]],
  ["Sec 3 Combined Humanities (SS/Geog)", ["Secondary 3: Combined Humanities, Social Studies, Geography"]],
  ["Sec 4 Pure Chem/Combined Science (Phy/Bio)", [
    "Secondary 4: Chemistry, Combined Science, Physics, Biology",
  ]],
  ["Lower Sec Science", ["Lower Secondary: Science"]],
  ["Upper Pri Math & Science", ["Upper Primary: Mathematics, Science"]],
  ["P5 Foundation Math, P6 Standard English", [
    "Primary 5 Foundation: Mathematics",
    "Primary 6 Standard: English",
  ], ["several_children"]],
  ["P6 HCL + Sec 2 CL", ["Primary 6: Higher Chinese", "Secondary 2: Chinese"], ["several_children"]],
  ["Sec 3 IGCSE Math", ["Secondary 3 IGCSE: Mathematics"]],
  ["JC2 H2 Math/Chem/Physics & GP", ["JC 2 H2: Mathematics, Chemistry, Physics, General Paper"]],
  ["Sec 2 G2 Science G3 English", ["Secondary 2 G2: Science", "Secondary 2 G3: English"]],
  ["P4 D&T", ["Primary 4: Design and Technology"]],
  ["Sec 3 D&T", ["Secondary 3: Design and Technology"]],
  ["PSLE Math, O Level Chemistry", ["Primary: Mathematics", "Secondary: Chemistry"]],
  ["Secondary 3 MT (Malay)", ["Secondary 3: Mother Tongue, Malay"]],
  ["Sec 3 Exp A Math (G3)", ["Secondary 3: Additional Mathematics"], ["several_streams"]],
  ["IB / IGCSE Math", ["IB: Mathematics", "IGCSE: Mathematics"]],
  ["Primary Math", ["Primary: Mathematics"]],
  ["Sec 4 5N1 POA", ["Secondary 4: Principles of Accounts"]],
  ["Sec 4 NT CPA", ["Secondary 4 Normal Technical: Computer Applications"]],
  ["Sec 5NA English", ["Secondary 5 Normal Academic: English"]],
  ["4NA E Math", ["Secondary: Elementary Mathematics"], ["level_inferred_from_subject"]],
  ["Sec 4/5 NA Maths", [
    "Secondary 4 Normal Academic: Mathematics",
    "Secondary 5 Normal Academic: Mathematics",
  ], ["several_children"]],
  ["N Level Maths", ["Secondary: Mathematics"]],
  ["Sec 3 & JC 1 Chemistry", ["Secondary 3: Chemistry", "JC 1: Chemistry"], ["several_children"]],
  ["JC H2 Econs", ["JC H2: Economics"]],
  ["J2 H1 GP / H2 Lit", ["JC 2 H1: General Paper", "JC 2 H2: Literature"]],
  ["IBDP Year 1 Physics HL", ["IB Year 1 HL: Physics"]],
  ["IB Y6 Math AA HL", ["IB Year 6 HL: Mathematics"]],
  ["Year 7 Math & English", ["Year 7: Mathematics, English"]],
  ["Primary 3/4 Maths and Science", ["Primary 3: Mathematics, Science", "Primary 4: Mathematics, Science"], [
    "several_children",
  ]],
  ["Nursery 2 Reading", ["Nursery 2: Reading"]],
  ["K1 to K2 Phonics", ["Kindergarten 1: Phonics", "Kindergarten 2: Phonics"], ["several_children"]],
  ["Sec 2 History/Geog/Lit", ["Secondary 2: History, Geography, Literature"]],
  ["Sec 1 English, P5 Science and P3 Chinese", [
    "Secondary 1: English",
    "Primary 5: Science",
    "Primary 3: Chinese",
  ], ["several_children"]],
  ["Siblings P2 & P4 English/Math", ["Primary 2: English, Mathematics", "Primary 4: English, Mathematics"], [
    "several_children",
  ]],
  ["A/E Maths Sec 4", ["Secondary 4: Elementary Mathematics, Additional Mathematics"]],
  ["Sec 3 Elementary Mathematics + Additional Mathematics", [
    "Secondary 3: Elementary Mathematics, Additional Mathematics",
  ]],
  ["Sec 4 Combined Chem", ["Secondary 4: Chemistry"]],
  ["Sec 4 EM AM Phy", ["Secondary 4: Elementary Mathematics, Additional Mathematics, Physics"]],
  ["Secondary 2 Express English | Secondary 2 Express Math", ["Secondary 2 Express: English, Mathematics"]],
  ["P6 PSLE English & Math", ["Primary 6: English, Mathematics"]],
  ["Univ Statistics", ["University: Statistics"]],
  ["University Year 2 Calculus", ["University Year 2: Calculus"]],
  ["Adult Conversational Mandarin", ["Adult Conversational: Chinese"]],
  ["Piano Grade 3", ["?: Piano"], ["subject_without_level"]],
  ["Grade 5 Violin", ["?: Violin"], ["subject_without_level"]],
  ["Sec 1 G3 Math, G2 English", ["Secondary 1 G3: Mathematics", "Secondary 1 G2: English"]],
  ["O Level A Math (private candidate)", ["Secondary: Additional Mathematics"]],
  ["Primary 5: English (Foundation)", ["Primary 5 Foundation: English"]],
  ["P5/P6 Math (Foundation)", ["Primary 5 Foundation: Mathematics", "Primary 6 Foundation: Mathematics"], [
    "several_children",
  ]],
  ["MT Sec 1", ["Secondary 1: Mother Tongue"]],
  ["P4 Tamil - 2 students", ["Primary 4: Tamil"]],
  ["Sec 2 Maths, 2 x 1.5h", ["Secondary 2: Mathematics"]],
  ["Sec 3 (2025) / Sec 4 (2026) E Math", [
    "Secondary 3: Elementary Mathematics",
    "Secondary 4: Elementary Mathematics",
  ], ["several_children"]],
  ["Lit", ["?: Literature"], ["subject_without_level"]],
  ["IP Math", ["Secondary IP: Mathematics"], ["level_inferred_from_stream"]],
  ["Yr 10 IGCSE Additional Mathematics", ["IGCSE Year 10: Additional Mathematics"]],
  ["Homework supervision P3", ["Primary 3: All Subjects"]],
  ["All Subjects for Primary 1", ["Primary 1: All Subjects"]],
  ["JC1 KI", ["JC 1: Knowledge and Inquiry"]],
  ["G9 Chemistry", ["Grade 9: Chemistry"]],
  ["G3 Math", ["Secondary G3: Mathematics"], ["ambiguous_alias", "level_inferred_from_stream"]],
  ["Express English", ["Secondary Express: English"], ["level_inferred_from_stream"]],
  ["AM", ["Secondary: Additional Mathematics"], ["ambiguous_alias", "level_inferred_from_subject"]],
  ["Sec 3 CS and Math", ["Secondary 3: Computing, Mathematics"], ["ambiguous_alias"]],
  ["Location near the park", []],
  ["Year 5 Physics (IB)", ["IB Year 5: Physics"]],
  ["Express Sec 2 Science", ["Secondary 2 Express: Science"]],
  ["Sec 1 Maths & Foundation English", ["Secondary 1: Mathematics", "Secondary 1 Foundation: English"]],
  ["Sec 3 Geog (Elective)", ["Secondary 3: Geography"]],
  ["P3 English - Sec 1 English", ["Primary 3: English", "Secondary 1: English"], ["several_children"]],
  ["Sec 4 Physics till O levels", ["Secondary 4: Physics"]],
  ["Twins in P2: English, Math", ["Primary 2: English, Mathematics"]],
  ["ML Sec 1, TL P6", ["Secondary 1: Malay", "Primary 6: Tamil"], ["several_children"]],
  ["P2 All subjects except MT & Art, P4 Art", ["Primary 2: All Subjects", "Primary 4: Art"], [
    "several_children",
  ]],
  ["S2 IP Math n Lang Arts", ["Secondary 2 IP: Mathematics, Language Arts"]],
  ["N2 Speech & Drama", ["Nursery 2: Speech and Drama"]],
  ["two brothers (P3 and P5), Math", ["Primary 3: Mathematics", "Primary 5: Mathematics"], [
    "several_children",
  ]],
  ["Econs H2 JC2", ["JC 2 H2: Economics"]],
  ["JC1 GP, H2 Math", ["JC 1: General Paper", "JC 1 H2: Mathematics"]],
];

Deno.test("display texts say what each student needs", () => {
  for (const [text, requests, flags = []] of TABLE) {
    const signals = findAcademicSignals(text);
    const told = signals.academic_requests.map(({ level, specific_level, stream, subjects }) =>
      `${specific_level ?? level ?? "?"}${stream === null ? "" : ` ${stream}`}: ${subjects.join(", ")}`
    );
    assert.deepEqual(told, requests, text);
    assert.deepEqual(signals.confidence_flags, flags, text);
  }
});

Deno.test("every signal stands in a request, and its evidence in the text", () => {
  for (const [text] of TABLE) {
    const { academic_requests: requests, ...signals } = findAcademicSignals(text);
    assert.deepEqual(
      new Set(signals.subjects),
      new Set(requests.flatMap(({ subjects }) => subjects)),
      text,
    );
    assert.deepEqual(
      new Set(signals.levels),
      new Set(requests.flatMap(({ level }) => level ?? [])),
      text,
    );
    assert.deepEqual(
      new Set(signals.specific_student_levels),
      new Set(requests.flatMap(({ specific_level }) => specific_level ?? [])),
      text,
    );
    const values = [
      ...signals.levels,
      ...signals.specific_student_levels,
      ...signals.streams,
      ...signals.subjects,
    ];
    assert.deepEqual(signals.evidence.map(({ value }) => value).sort(), values.sort(), text);
    for (const piece of signals.evidence) assert.ok(piece.text !== "" && text.includes(piece.text), text);
  }
});

Deno.test("evidence is the piece as the text puts it", () => {
  assert.deepEqual(findAcademicSignals("IP Yr 2 & 3 E-Math").evidence, [
    { signal: "level", value: "Secondary", text: "Yr 2" },
    { signal: "specific_level", value: "Secondary 2", text: "Yr 2" },
    { signal: "stream", value: "IP", text: "Yr 2" },
    { signal: "specific_level", value: "Secondary 3", text: "Yr 2 & 3" },
    { signal: "subject", value: "Elementary Mathematics", text: "E-Math" },
  ]);
});

Deno.test("bold letters are read, and stay bold in the evidence", () => {
  const { specific_student_levels, evidence } = findAcademicSignals("\u{1d40f}\u{1d7d3} Art");
  assert.deepEqual(specific_student_levels, ["Primary 5"]);
  assert.deepEqual(evidence.map(({ text }) => text), ["\u{1d40f}\u{1d7d3}", "\u{1d40f}\u{1d7d3}", "Art"]);
});

Deno.test("texts of nothing that is taught have no signals", () => {
  for (const text of ["", "Blk 12, level 3", "2 x 1.5h", "call me at 10am"]) {
    assert.deepEqual(findAcademicSignals(text), {
      subjects: [],
      levels: [],
      specific_student_levels: [],
      streams: [],
      academic_requests: [],
      evidence: [],
      confidence_flags: [],
    }, text);
  }
});

Deno.test("texts made to mislead take no longer than others", () => {
  const repeats = [
    "P5 Math & ",
    "p1-p6 ",
    "year 5 ib ",
    "h2 math, ",
    "Y1/2/3/4/5/6/7/8/9/10/11/12/13 ib igcse ",
    "#P5Math",
  ];
  for (const repeat of repeats) {
    const text = repeat.repeat(4096).slice(0, 4096);
    const before = performance.now();
    findAcademicSignals(text);
    const milliseconds = performance.now() - before;
    // 12 ms at most on a busy core; what grows with the square of the length takes a second.
    assert.ok(milliseconds < 500, `${repeat}: ${milliseconds} ms`);
  }
});
