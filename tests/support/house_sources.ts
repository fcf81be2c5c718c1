/** A source file as its path from the project's root and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A thing that a source may only hold in some places. */
export interface SourceRule {
  readonly forbids: RegExp;
  /** Whether the rule is about the contents of strings and templates rather than about code. */
  readonly inside?: "code" | "strings";
  readonly why: string;
  /** Where the rule holds. */
  readonly holds: (path: string) => boolean;
}

/** Says where sources hold what they must not. */
export function findForbidden(files: readonly SourceFile[], rules: readonly SourceRule[]): string[] {
  return files.flatMap(({ path, text }) => {
    const held = rules.filter((rule) => rule.holds(path));
    if (held.length === 0) return [];
    const parts = separateStrings(text);
    return held.flatMap(({ forbids, inside = "code", why }) => {
      const match = forbids.exec(parts[inside]);
      if (match === null) return [];
      const line = parts[inside].slice(0, match.index).split("\n").length;
      return [`${path}:${line} holds "${match[0].trim()}": ${why}`];
    });
  });
}

/**
 * Separates a source into its code (strings emptied, comments gone) and its strings (all else blank), both with the
 * line breaks kept. Regular expressions count as code; what stands in `${}` of a template counts as both.
 */
export function separateStrings(source: string): { readonly code: string; readonly strings: string } {
  const token = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\[\s\S])*`/g;
  let code = "";
  let strings = "";
  let end = 0;
  for (const match of source.matchAll(token)) {
    const [found] = match;
    const between = source.slice(end, match.index);
    code += between;
    strings += blank(between);
    const isComment = found.startsWith("//") || found.startsWith("/*");
    const expressions = found.startsWith("`")
      ? [...found.matchAll(/\$\{([^}]*)\}/g)].map(([, inner]) => inner)
      : [];
    code += isComment ? blank(found) : `${found[0]}${expressions.join(";")}${linesOf(found)}${found[0]}`;
    strings += isComment ? blank(found) : found;
    end = match.index + found.length;
  }
  return { code: code + source.slice(end), strings: strings + blank(source.slice(end)) };
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, " ");
}

function linesOf(text: string): string {
  return text.replace(/[^\n]/g, "");
}

const BANNED_WORDS = [
  "util",
  "utils",
  "helper",
  "helpers",
  "manager",
  "service",
  "handler",
  "processor",
  "misc",
];
const BANNED_NAMES = ["common", "shared", "types", "index", "mod", "main", "constants"];

/** Says which file names are not snake_case or say nothing. */
export function findBadNames(paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    const names = path.split("/").map((part) => part.replace(/\.[a-z]+$/, ""));
    if (!names.every((name) => /^[a-z0-9]+(_[a-z0-9]+)*$/.test(name))) return [`${path} is not snake_case`];
    const words = names.flatMap((name) => name.split("_"));
    const banned = words.find((word) => BANNED_WORDS.includes(word)) ??
      names.find((name) => BANNED_NAMES.includes(name));
    return banned === undefined ? [] : [`${path}: "${banned}" does not say what is in it`];
  });
}
