/** A post with what is known of its assignments: where each stands and its code, or none where there is only one. */
export interface MarkedPost {
  readonly name: string;
  readonly text: string;
  readonly segments: readonly {
    readonly start: number;
    readonly end: number;
    readonly code: string | null;
  }[];
}

const MARKS = /[⟦⟧‹›]/gu;

/** Reads a file of posts beside this one: `=== name` before each, `⟦ ⟧` around its assignments, `‹ ›` around their codes. */
export function readMarkedPosts(fileName: string): MarkedPost[] {
  const file = Deno.readTextFileSync(new URL(fileName, import.meta.url));
  return file.split(/^=== /m).slice(1).map((part) => {
    const [name = "", ...lines] = part.trimEnd().split("\n");
    return { name, ...readMarks(lines.join("\n")) };
  });
}

function readMarks(marked: string): Pick<MarkedPost, "text" | "segments"> {
  const segments: { start: number; end: number; code: string | null }[] = [];
  let text = "";
  let from = 0;
  let codeStart = 0;
  for (const { 0: mark, index } of marked.matchAll(MARKS)) {
    text += marked.slice(from, index);
    from = index + mark.length;
    const open = segments.at(-1);
    if (mark === "⟦") segments.push({ start: text.length, end: text.length, code: null });
    if (mark === "⟧" && open) open.end = text.length;
    if (mark === "‹") codeStart = text.length;
    if (mark === "›" && open) open.code = text.slice(codeStart);
  }
  return { text: text + marked.slice(from), segments };
}
