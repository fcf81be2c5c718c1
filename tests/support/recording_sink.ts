import type { TextSink } from "../../lib/runtime/printer.ts";

/** A sink that keeps what is written; a terminal of so many columns, or none. */
export function recordingSink(
  columns: number | null = null,
): TextSink & { text(): string; writes: string[] } {
  const writes: string[] = [];
  return {
    writes,
    write: (text) => void writes.push(text),
    columns: () => columns,
    text: () => writes.join(""),
  };
}
