/** What an item is held against others by, as lists of words under the domain's names, such as `stations`; an absent or empty one is unknown. */
export interface Traits {
  /** The same in each repost of the item in its channel, such as its code, or its text without what is said of its being shown again. */
  readonly repostKey: string;
  /** An item of another channel is a candidate for being the same if it has one of these in common. */
  readonly matchKeys: readonly string[];
  readonly words: Readonly<Record<string, readonly string[]>>;
}

/** How posts are told to offer the same item. All functions are pure. */
export interface Likeness<Fields> {
  /** @param text The post's text, or of one that offers several items the stretch of this one. */
  readonly findTraits: (fields: Fields, text: string) => Traits;
  /** How alike two items of different channels are, 0 to 1; the order of the two does not matter. */
  readonly score: (one: Traits, other: Traits) => number;
  /** From which score on two items count as the same. */
  readonly threshold: number;
  /** Whether two items with the same repost key cannot be the same all the same, as when a code is used again. */
  readonly contradicts: (one: Traits, other: Traits) => boolean;
}
