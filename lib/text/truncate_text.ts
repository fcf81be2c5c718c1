/** Cuts a text to at most `length` UTF-16 units, never inside a character, and marks the cut with "…". */
export function truncateText(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, Math.max(0, length - 1));
  return `${cut.replace(/[\ud800-\udbff]$/, "")}…`;
}
