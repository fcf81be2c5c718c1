import assert from "node:assert/strict";
import { type GoldPair, scoreGold } from "../../lib/comparison/labels/score_gold.ts";
import { TUITION } from "../../lib/extraction/tuition/tuition_domain.ts";
import { finishExtraction, segmentText } from "../../lib/extraction/extract_post.ts";
import { DEFAULT_EXTRACTION_OPTIONS } from "../../lib/extraction/extraction_options.ts";
import { extractByRules } from "../../lib/extraction/rules_extractor.ts";
import { iterSampleMessages } from "../../lib/samples/iter_sample_messages.ts";
import { emptyAssignmentFields, TuitionAssignmentSchema } from "../../lib/schema/tuition_assignment.ts";
import { postInput } from "../../lib/extraction/post_input.ts";
import { extractPost } from "../support/extract_post.ts";

const TEXT = `New cases (venue for all: 9 Larkspur Road)

[FB101] Sec 2 Geography
Rate: $45/hr
Mon 5pm

[FB102] P5 Malay
Rate: $35/hr
Tue 5pm

Apply with the code to @fernbank_jobs`;
const FIRST = { start: 44, end: 88, code: "FB101" };
const SECOND = { start: 90, end: 127, code: "FB102" };
const ERROR = { error: "llm_timeout", message: "no answer" };

Deno.test("a post with several assignments gives one result each, with what holds for all, in the order of the text", () => {
  const outcome = extractByRules(TUITION, postInput(TEXT), { fieldCompletion: "off" });
  assert.ok(outcome.kind === "ok");
  const { segments, ...whole } = outcome.output;
  assert.deepEqual(whole, emptyAssignmentFields());
  assert.deepEqual(
    segments?.map((fields) =>
      fields && [fields.assignment_code, fields.academic_display_text, fields.address, fields.rate.min]
    ),
    [
      ["FB101", "Sec 2 Geography", ["9 Larkspur Road"], 45],
      ["FB102", "P5 Malay", ["9 Larkspur Road"], 35],
    ],
  );
  const meta = outcome.meta?.["compilation"];
  assert.match(JSON.stringify(meta), /"code":"FB101".*"code":"FB102"/);
  TuitionAssignmentSchema.parse(outcome.output);
});

Deno.test("a segment's text is its own and, apart from it, what it shares", () => {
  const shared = [{ start: 11, end: 41 }];
  assert.equal(segmentText("ab", { start: 0, end: 1, code: null }), "a");
  assert.match(segmentText(TEXT, { ...FIRST, shared }), /Mon 5pm\s*\n\nvenue for all: 9 Larkspur Road$/);
});

Deno.test("an assignment that could not be read hides no other, and a post fails only if all of its assignments do", () => {
  const finish = (...failed: readonly boolean[]) =>
    finishExtraction(
      TUITION,
      DEFAULT_EXTRACTION_OPTIONS,
      TEXT,
      [FIRST, SECOND].map((segment, place) =>
        failed[place]
          ? { segment, error: ERROR }
          : { segment, fields: { ...emptyAssignmentFields(), start_date: "ASAP" } }
      ),
    );
  const half = finish(true, false);
  assert.ok(half.kind === "ok");
  assert.deepEqual(half.output.segments?.map((fields) => fields?.start_date ?? null), [null, "ASAP"]);
  const recorded: unknown = Reflect.get(Object(half.meta?.["compilation"]), "segments");
  assert.ok(Array.isArray(recorded));
  assert.deepEqual(recorded[0], { ...FIRST, error: ERROR });
  assert.equal(recorded[1].code, "FB102");
  assert.deepEqual(finish(true, true), { kind: "give_up", error: ERROR });
});

Deno.test("a segment that is no item is left out, and a single one that stays is the post's only item", () => {
  const text = "an item, then a notice";
  const domain = {
    ...TUITION,
    splitPost: () => [{ start: 0, end: 7, code: null }, { start: 9, end: text.length, code: null }],
    findSkipReason: (own: string) => own.includes("notice") && own !== text ? "notice" : null,
    readFields: (own: string) => ({ ...emptyAssignmentFields(), additional_remarks: own }),
  };
  const outcome = extractByRules(domain, postInput(text), { fieldCompletion: "off" });
  assert.ok(outcome.kind === "ok");
  assert.equal(outcome.output.additional_remarks, "an item");
  assert.equal(outcome.output.segments, null);
});

Deno.test("a post of one assignment is read whole, foot and head included", () => {
  const output = extractPost("Code: FB103\nSec 2 Art @ Larkspur Road\n\nRate: $45/hr");
  assert.equal(output.segments, null);
  assert.equal(output.rate.min, 45);
});

Deno.test("the assignments of generated posts with several are read as well as single ones", () => {
  const pairs: GoldPair[] = [];
  const options = { seed: 21, messagesPerChannel: 80, since: new Date("2026-01-05T00:00:00Z") };
  for (const { truth, text, disposition } of iterSampleMessages(options)) {
    if (truth.kind !== "compilation" || disposition.status !== "ok") continue;
    const segments = extractPost(text).segments ?? [];
    pairs.push(
      ...truth.segments.map(({ fields }, place) => ({ gold: fields, output: segments[place] ?? null })),
    );
  }
  assert.ok(pairs.length > 80, `${pairs.length} assignments`);
  const { fields } = scoreGold(pairs);
  for (const path of ["assignment_code", "academic_display_text", "address", "rate.min", "rate.raw_text"]) {
    const { f1 } = fields[path]?.exact ?? assert.fail(path);
    assert.ok(f1 >= 0.9, `${path}: ${f1}`);
  }
});
