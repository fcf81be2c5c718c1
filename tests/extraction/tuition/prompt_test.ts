import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { AssignmentAnswerSchema } from "../../../lib/extraction/tuition/assignment_answer.ts";
import { TUITION } from "../../../lib/extraction/tuition/tuition_domain.ts";
import TUTOR_TYPES from "../../../lib/extraction/tuition/vocabulary/tutor_types.json" with { type: "json" };
import { loadPrompt } from "../../../lib/llm/load_prompt.ts";
import {
  type AssignmentFields,
  emptyAssignmentFields,
  LearningModeSchema,
  PostStatusSchema,
  TutorTypeSchema,
} from "../../../lib/schema/tuition_assignment.ts";
import { foldText } from "../../../lib/text/fold_text.ts";

const PROMPTS = TUITION.prompts;
const { system } = loadPrompt({
  LLM_SYSTEM_PROMPT_TEXT: null,
  LLM_SYSTEM_PROMPT_FILE: null,
  LLM_SYSTEM_PROMPT_VARIANT: null,
}, fileURLToPath(PROMPTS));

Deno.test("the prompt explains every key of the schema, in its order, and nothing else", () => {
  const [, explanations = ""] = system.split("\nFIELDS\n");
  const explained = [...explanations.matchAll(/^(?:- )?([a-z_]+(?:\.[a-z_]+)?(?:, [a-z_.]+)*):/gm)]
    .flatMap(([, names = ""]) => names.split(", "));
  assert.deepEqual(explained, keyPaths());
});

Deno.test("the shape in the prompt is the answer for a post that says nothing", () => {
  const [, shape = ""] = /\nSHAPE[^\n]*\n(\{[\s\S]*?\n\})\n/.exec(system) ?? [];
  assert.equal(JSON.stringify(JSON.parse(shape)), JSON.stringify(TUITION.answer.empty()));
});

Deno.test("the prompt names the values that a field may have", () => {
  const [, status = ""] = /^post_status:(.*)$/m.exec(system) ?? [];
  for (const value of PostStatusSchema.options) assert.ok(status.includes(`"${value}"`), value);
  const [, mode = ""] = /^- learning_mode\.mode:(.*)$/m.exec(system) ?? [];
  for (const value of LearningModeSchema.shape.mode.unwrap().options) {
    assert.ok(mode.includes(`"${value}"`), value);
  }
  const [, tutors = ""] = /canonical: one of ([^.]+)\./.exec(system) ?? [];
  assert.deepEqual(tutors.split(", "), TUTOR_TYPES.map(({ canonical }) => canonical));
});

Deno.test("the examples that ship are answers of the schema, with snippets that stand in their posts", () => {
  const examples = readExamples();
  assert.ok(examples.length >= 3);
  for (const { post, answer } of examples) {
    const folded = foldText(post).replace(/\s+/g, " ");
    for (const snippet of snippetsOf(answer)) {
      assert.ok(folded.includes(foldText(snippet).replace(/\s+/g, " ")), snippet);
    }
  }
});

Deno.test("the domain's own completion agrees with the examples on times, tutors and rates", () => {
  for (const { post, answer } of readExamples()) {
    const bare = { ...answer, tutor_types: [], rate_breakdown: {}, time_availability: emptyTimes(answer) };
    const completed = TUITION.completeFields(bare, post);
    assert.deepEqual(completed, answer);
    assert.equal(TUITION.findSkipReason(post), null);
  }
});

function emptyTimes(
  { time_availability: { note } }: AssignmentFields,
): AssignmentFields["time_availability"] {
  return { ...emptyAssignmentFields().time_availability, note };
}

/** The schema's fields, and one level of what is inside; the days of a week are explained together. */
function keyPaths(): string[] {
  const inside: Record<string, readonly string[]> = {
    tutor_types: Object.keys(TutorTypeSchema.shape),
    rate_breakdown: Object.keys(AssignmentAnswerSchema.shape.rate_breakdown.element.shape),
  };
  return Object.entries(AssignmentAnswerSchema.shape).flatMap(([name, field]) => {
    const keys = inside[name] ?? (field instanceof z.ZodObject ? Object.keys(field.shape) : []);
    return [name, ...keys.map((key) => `${name}.${key}`)];
  });
}

function readExamples(): { post: string; answer: AssignmentFields }[] {
  const text = Deno.readTextFileSync(new URL("examples/general.txt", PROMPTS));
  return [...text.matchAll(/<post>\n([\s\S]*?)\n<\/post>\n(.+)/g)].map(([, post = "", answer = ""]) => ({
    post,
    answer: TUITION.answer.schema.parse(JSON.parse(answer)),
  }));
}

/** What has to be verbatim; a display text may be put together of two lines. */
function snippetsOf(answer: AssignmentFields): string[] {
  return [
    answer.assignment_code,
    answer.learning_mode.raw_text,
    ...answer.address ?? [],
    ...answer.postal_code ?? [],
    ...answer.nearest_mrt ?? [],
    ...answer.lesson_schedule ?? [],
    answer.start_date,
    answer.time_availability.note,
    answer.rate.raw_text,
    answer.additional_remarks,
    ...answer.tutor_types.map(({ original }) => original),
    ...Object.values(answer.rate_breakdown).map(({ original_text }) => original_text),
  ].filter((text) => text !== null);
}
