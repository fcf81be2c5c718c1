/** A key of an object literal in a source: its comment, and what it is set to. */
export interface KeyDoc {
  /** Empty where it has none. */
  readonly doc: string;
  readonly value: Expression;
}

/** What a constant of a source is set to, as far as keys and their comments go. */
export interface Expression {
  /** Those of the object literals in it, in their order. */
  readonly keys: ReadonlyMap<string, KeyDoc>;
  /** Names of constants in it, such as `CountSchema` in `z.array(CountSchema)`. */
  readonly names: readonly string[];
}

/** A constant of a source and the comment before it. */
export interface ConstantDoc extends KeyDoc {
  readonly name: string;
}

const TOKENS = /\/\*\*[^]*?\*\/|\/\/.*|"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`|\.\.\.|[\w$]+|[^\s]/g;
const OPEN = ["{", "(", "["];
const CLOSE = ["}", ")", "]"];

/** Reads the constants of a TypeScript source that holds little else, with the comments of their keys. */
export function readConstantDocs(source: string): ConstantDoc[] {
  const tokens = (source.match(TOKENS) ?? []).filter((token) => !token.startsWith("//"));
  const constants: ConstantDoc[] = [];
  for (let at = 0; at < tokens.length; at++) {
    if (tokens[at] !== "const" || tokens[at + 2] !== "=") continue;
    const before = tokens[at - 1] === "export" ? tokens[at - 2] : tokens[at - 1];
    const end = endOf(tokens, at + 3, ";");
    constants.push({
      name: tokens[at + 1] ?? "",
      doc: textOf(before),
      value: readExpression(tokens.slice(at + 3, end)),
    });
    at = end;
  }
  return constants;
}

function readExpression(tokens: readonly string[]): Expression {
  const keys = new Map<string, KeyDoc>();
  const names: string[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] ?? "";
    if (token === "{") {
      const end = endOf(tokens, at + 1, "}");
      readEntries(tokens.slice(at + 1, end), keys, names);
      at = end;
    } else if (/^[A-Za-z]\w*$/.test(token) && tokens[at - 1] !== ".") names.push(token);
  }
  return { keys, names };
}

/** Adds the entries of an object literal; what is spread into it counts as named. */
function readEntries(tokens: readonly string[], keys: Map<string, KeyDoc>, names: string[]): void {
  for (let at = 0; at < tokens.length;) {
    const end = endOf(tokens, at, ",");
    const isCommented = tokens[at]?.startsWith("/**") ?? false;
    const doc = isCommented ? textOf(tokens[at]) : "";
    const [key = "", colon, ...value] = tokens.slice(isCommented ? at + 1 : at, end);
    if (key === "...") names.push(colon ?? "");
    else if (colon === ":") keys.set(key, { doc, value: readExpression(value) });
    at = end + 1;
  }
}

/** The place of a token that stands in no bracket from here on. */
function endOf(tokens: readonly string[], from: number, wanted: string): number {
  let depth = 0;
  for (let at = from; at < tokens.length; at++) {
    const token = tokens[at] ?? "";
    if (depth === 0 && token === wanted) return at;
    if (OPEN.includes(token)) depth++;
    if (CLOSE.includes(token)) depth--;
  }
  return tokens.length;
}

/** A comment's text in one line. */
function textOf(comment: string | undefined): string {
  if (!comment?.startsWith("/**")) return "";
  return comment.slice(3, -2).replace(/^\s*\* ?/gm, "").replace(/\{@linkcode (\w+)\}/g, "$1").replace(
    /\s+/g,
    " ",
  )
    .trim();
}
