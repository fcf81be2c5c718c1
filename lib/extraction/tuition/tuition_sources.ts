import type { DomainSources } from "../domain.ts";

/** Where the rules, the vocabularies and the schema of tuition posts are written down. */
export const TUITION_SOURCES: DomainSources = {
  rules: [
    "./",
    "./rules/",
    "../../text/fold_text.ts",
    "../../text/phrase_index.ts",
    "../../text/plain_letters.ts",
    "../../text/span.ts",
    "../../text/split_sentences.ts",
    "../../text/time_clock.ts",
    "../../text/time_day_groups.ts",
    "../../text/time_expressions.ts",
    "../../text/time_of_day.ts",
    "../../text/time_tokens.ts",
  ].map(locate),
  vocabulary: ["./vocabulary/"].map(locate),
  schema: [
    "../../schema/field_paths.ts",
    "../../schema/json_values.ts",
    "../../schema/tuition_assignment.ts",
  ].map(locate),
};

function locate(path: string): URL {
  return new URL(path, import.meta.url);
}
