/** One item of one post as the key of a set or map. */
export function itemKey(rawId: number, segment: number): string {
  return `${rawId}:${segment}`;
}
