import * as z from "zod";
import { UserError } from "../core/errors.ts";
import { hideUrlSecrets } from "./hide_url_secrets.ts";

/** One value a person can set, be it in the environment, as a flag or as a mode's constant. */
export interface Parameter<
  Schema extends z.ZodType = z.ZodType,
  Default extends z.output<Schema> | null = z.output<Schema> | null,
> {
  /** Of a boolean, number, text or enum; a transform may follow. */
  readonly schema: Schema;
  readonly default: Default;
  /** One line: what it decides. */
  readonly does: string;
  /** What a number counts: `jobs`, `seconds`. */
  readonly unit?: string;
  /** What 0 stands for where it is not the number: `no limit`. */
  readonly zero?: string;
  /** A value as one would write it, for errors and help. */
  readonly example?: string;
  /** Never shown. */
  readonly secret?: boolean;
  /** Writes a value for a person, where it would not do as it stands. */
  show?(value: z.output<Schema>): string;
}

/** What reading a parameter gives. */
export type ParameterValue<P extends Parameter> = z.output<P["schema"]> | P["default"];

/**
 * Parses what a person wrote for a parameter.
 *
 * @param place Where it was written, for the error: `EXTRACTION_LEASE_S in .env`, `--max-jobs`.
 * @param written How to write it, up to the value: `EXTRACTION_LEASE_S=`, `--max-jobs `.
 * @throws {UserError} If the text is no value of the parameter.
 */
export function parseParameter(
  parameter: Parameter,
  text: string,
  place: string,
  written: string,
): unknown {
  return checkParameter(parameter, textToInput(parameter, text.trim()), text, place, written);
}

/** As {@linkcode parseParameter}, for a value that is not text, such as a mode's constant. */
export function checkParameter(
  parameter: Parameter,
  input: unknown,
  shown: string,
  place: string,
  written: string,
): unknown {
  const result = parameter.schema.safeParse(input);
  if (result.success) return result.data;
  const found = parameter.secret === true ? "a value that does not fit" : `"${hideUrlSecrets(shown)}"`;
  throw new UserError(
    `Cannot read ${place}: found ${found}, expected ${describeExpected(parameter)}; write it like ${written}${
      exampleOf(parameter)
    }`,
  );
}

/** What values a parameter takes, in words: `a whole number from 1`, `full or off`. */
export function describeExpected(parameter: Parameter): string {
  const { description, type, enum: choices, minimum, maximum, exclusiveMinimum } = shapeOf(parameter);
  if (description !== undefined) return description;
  if (choices !== undefined) return choices.join(" or ");
  if (type === "boolean") return "1 or 0";
  if (type !== "integer" && type !== "number") return "a text";
  const kind = type === "integer" ? "a whole number" : "a number";
  const low = exclusiveMinimum !== undefined
    ? ` above ${exclusiveMinimum}`
    : minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER
    ? ` from ${minimum}`
    : "";
  return kind + low + (maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER ? ` to ${maximum}` : "");
}

/** Whether the parameter is a switch: its flag takes no value. */
export function isSwitch(parameter: Parameter): boolean {
  return shapeOf(parameter).type === "boolean";
}

/** A value as one would write it in `.env`: switches as 1 and 0, nothing for null. */
export function formatValue(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? "1" : "0";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

const Shape = z.object({
  type: z.string(),
  description: z.string(),
  enum: z.array(z.string()),
  minimum: z.number(),
  maximum: z.number(),
  exclusiveMinimum: z.number(),
}).partial();

function shapeOf(parameter: Parameter): z.infer<typeof Shape> {
  return Shape.parse(z.toJSONSchema(parameter.schema, { io: "input", unrepresentable: "any" }));
}

const SWITCH_WORDS = new Map([
  ["1", true],
  ["true", true],
  ["yes", true],
  ["on", true],
  ["0", false],
  ["false", false],
  ["no", false],
  ["off", false],
]);

function textToInput(parameter: Parameter, text: string): unknown {
  const { type } = shapeOf(parameter);
  if (type === "boolean") return SWITCH_WORDS.get(text.toLowerCase());
  if (type === "integer" || type === "number") return text === "" ? undefined : Number(text);
  return text;
}

/** A value as one would write it. */
export function exampleOf(parameter: Parameter): string {
  if (parameter.example !== undefined) return parameter.example;
  const { type, enum: choices } = shapeOf(parameter);
  if (type === "boolean") return "1";
  return formatValue(parameter.default) || choices?.[0] || "...";
}
