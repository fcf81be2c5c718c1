import * as z from "zod";
import { UserError } from "../../core/errors.ts";
import { sha256Hex } from "../../core/fingerprint.ts";
import type { Label } from "../../schema/label.ts";
import type { FieldValue } from "../../schema/read_field.ts";
import type { Sql } from "../../store/database.ts";
import { loadLabels, saveLabel, undoLabel } from "../../store/labels.ts";
import { sameFieldValue } from "../differences/field_equality.ts";
import { type Choice, judgeValues } from "./judge_values.ts";
import type { CaseOfPost } from "./load_label_cases.ts";
import { type MarkedText, markValues } from "../mark_values.ts";
import { parseTypedValue } from "./parse_typed_value.ts";

/** What the page asks to have written. */
export const SaveRequestSchema = z.strictObject({
  id: z.uuid(),
  /** The number of the case. */
  case: z.int().nonnegative(),
  choice: z.enum(["left", "right", "both", "neither", "absent"]),
  /** With "neither": what was typed. */
  typed: z.string().max(20_000).optional(),
});
export type SaveRequest = z.infer<typeof SaveRequestSchema>;

/** A label as the page shows it. */
export interface ShownLabel {
  readonly id: string;
  readonly choice: SaveRequest["choice"];
  /** A part a line; null where the post does not say. */
  readonly value: readonly string[] | null;
}

/** A case as the page shows it: nothing tells which of the two values is A's. */
export interface ShownCase {
  readonly field: string;
  readonly kind: string;
  readonly place: string;
  readonly post: readonly MarkedText[];
  readonly left: readonly string[] | null;
  readonly right: readonly string[] | null;
  readonly alike: boolean;
  readonly label: ShownLabel | null;
}

export interface LabelSessionOptions {
  readonly versionA: string;
  readonly versionB: string;
  readonly labeler: string;
  /** Decides which value stands on the left, for ever the same for a case. */
  readonly seed: number;
  readonly labelSchema: z.ZodType<object>;
  readonly now: () => Date;
}

/** The cases of two versions, and what is said of them. What holds is always read from the database: several pages may write. */
export class LabelSession {
  readonly #sql: Sql;
  readonly #cases: readonly CaseOfPost[];
  readonly #options: LabelSessionOptions;

  constructor(sql: Sql, cases: readonly CaseOfPost[], options: LabelSessionOptions) {
    this.#sql = sql;
    this.#cases = cases;
    this.#options = options;
  }

  /** Loads all cases with the labels that hold. */
  async loadCases(): Promise<ShownCase[]> {
    const labels = await this.#loadLabels();
    return this.#cases.map((item) => {
      const [left, right] = this.#isSwapped(item) ? [item.b, item.a] : [item.a, item.b];
      const label = labels.get(keyOf(item));
      return {
        field: item.field.path,
        kind: item.field.kind,
        place: `${item.post.agency}, post ${item.messageId}` +
          (item.segment === 0 ? "" : `, item ${item.segment}`),
        post: markValues(item.post.rawText, left, right),
        left: linesOf(left),
        right: linesOf(right),
        alike: sameFieldValue(left, right, item.field.kind),
        label: label ? this.#show(item, label) : null,
      };
    });
  }

  /** How many cases there are, and how many of them have a label. */
  async count(): Promise<{ readonly cases: number; readonly labelled: number }> {
    const labels = await this.#loadLabels();
    return {
      cases: this.#cases.length,
      labelled: this.#cases.filter((item) => labels.has(keyOf(item))).length,
    };
  }

  /**
   * Stores what was said of a case; once, however often it is asked.
   *
   * @throws {UserError} If there is no such case, or it cannot be that.
   */
  async save(request: SaveRequest): Promise<ShownLabel> {
    const item = this.#cases[request.case];
    if (item === undefined) throw new UserError(`There is no case ${request.case}; reload the page`);
    const { versionA, versionB, labeler, now } = this.#options;
    const judgement = judgeValues(item.a, item.b, this.#choiceOf(item, request), item.field.kind);
    const label = {
      id: request.id,
      segment: item.segment,
      field: item.field.path,
      ...judgement,
      versionA,
      versionB,
      labeler,
      labeledAt: now(),
      inclusionProbability: item.inclusionProbability,
    };
    await this.#sql.begin((transaction) => saveLabel(transaction, item.post, label));
    return this.#show(item, label);
  }

  /** Takes a label back; what it corrected holds again. Harmless where it was taken back already. */
  async undo(id: string): Promise<void> {
    await this.#sql.begin((transaction) => undoLabel(transaction, id));
  }

  async #loadLabels(): Promise<Map<string, Label>> {
    const hashes = new Set(this.#cases.map(({ textSha256 }) => textSha256));
    const labels = await loadLabels(this.#sql, [...hashes]);
    return new Map(labels.map((label) => [`${label.textSha256} ${label.segment} ${label.field}`, label]));
  }

  #choiceOf(item: CaseOfPost, { choice, typed = "" }: SaveRequest): Choice {
    switch (choice) {
      case "left":
      case "right":
        return { kind: (choice === "left") === this.#isSwapped(item) ? "b" : "a" };
      case "both":
        return { kind: "both" };
      case "absent":
        return { kind: "other", value: null };
      case "neither":
        return { kind: "other", value: parseTypedValue(typed, item.field, this.#options.labelSchema) };
    }
  }

  /** A label may be of other versions, or of a file: which side it bears out follows from its value. */
  #show(item: CaseOfPost, { id, value, alsoRight }: Pick<Label, "id" | "value" | "alsoRight">): ShownLabel {
    const { kind } = item.field;
    const bearsOut = (shown: FieldValue) =>
      sameFieldValue(shown, value, kind) || (alsoRight !== null && sameFieldValue(shown, alsoRight, kind));
    const [left, right] = this.#isSwapped(item) ? [item.b, item.a] : [item.a, item.b];
    const isLeft = bearsOut(left);
    const isRight = bearsOut(right);
    const other = value === null ? "absent" : "neither";
    return {
      id,
      value: linesOf(value),
      choice: isLeft ? (isRight ? "both" : "left") : isRight ? "right" : other,
    };
  }

  #isSwapped(item: CaseOfPost): boolean {
    const digest = sha256Hex(`${this.#options.seed} ${keyOf(item)}`);
    return Number.parseInt(digest.slice(0, 2), 16) % 2 === 1;
  }
}

function keyOf({ textSha256, segment, field }: CaseOfPost): string {
  return `${textSha256} ${segment} ${field.path}`;
}

function linesOf(value: FieldValue): readonly string[] | null {
  if (value === null) return null;
  return typeof value === "object" ? value : [String(value)];
}
