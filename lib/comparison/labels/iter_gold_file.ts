import * as z from "zod";
import { errorMessage, UserError } from "../../core/errors.ts";
import { goldLabelSchema } from "../../schema/gold_label.ts";

/** A post and what people say of it: its fields, of which any may be absent. */
export type GoldPost = z.infer<ReturnType<typeof goldLabelSchema<object>>>;

/** A line of a gold file: a label, or the reason why it is none. The reason holds no text of the post. */
export type GoldLine =
  | { readonly kind: "label"; readonly lineNumber: number; readonly label: GoldPost }
  | { readonly kind: "bad"; readonly lineNumber: number; readonly reason: string; readonly line: string };

/**
 * Reads a gold file, JSON Lines, line by line; blank lines are passed over, a bad one is handed on with its reason.
 *
 * @param gold The form of the domain's labels.
 * @throws {UserError} If the file cannot be opened.
 */
export async function* iterGoldFile(path: string, gold: z.ZodType<object>): AsyncGenerator<GoldLine> {
  const schema = goldLabelSchema(gold);
  let lineNumber = 0;
  for await (const line of iterLines(path)) {
    lineNumber++;
    if (line.trim() !== "") yield parseGoldLine(line, lineNumber, schema);
  }
}

function parseGoldLine(line: string, lineNumber: number, schema: z.ZodType<GoldPost>): GoldLine {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { kind: "bad", lineNumber, reason: "not JSON", line };
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return { kind: "label", lineNumber, label: parsed.data };
  return { kind: "bad", lineNumber, reason: describeIssue(parsed.error), line };
}

function describeIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue ? `${issue.path.join(".") || "the line"}: ${issue.message}` : "not a label";
}

async function* iterLines(path: string): AsyncGenerator<string> {
  let file: Deno.FsFile;
  try {
    file = await Deno.open(path);
  } catch (error) {
    throw new UserError(
      `Cannot read the gold file "${path}": ${
        error instanceof Deno.errors.NotFound ? "there is no such file" : errorMessage(error)
      }; name a JSON Lines file of labelled posts`,
      { cause: error },
    );
  }
  let rest = "";
  for await (const chunk of file.readable.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
}
