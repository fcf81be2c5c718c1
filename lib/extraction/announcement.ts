/** What one request of an item asks for; a subscriber's wishes are held against each request by itself. */
export interface AnnouncedRequest {
  /** Empty where the item does not tell. */
  readonly subjects: readonly string[];
  /** From the general to the special: `Secondary`, `Secondary 3`; empty where the item does not tell. */
  readonly levels: readonly string[];
}

/** What an item is matched with subscribers by, in the vocabularies' words. */
export interface AnnouncedFacts {
  /** Empty where nothing is known of what is asked for. */
  readonly requests: readonly AnnouncedRequest[];
  /** Empty where the item tells no place. */
  readonly areas: readonly string[];
  /** Whether the place does not matter. */
  readonly isRemote: boolean;
  /** The most that is offered; null where the item does not tell. */
  readonly rate: number | null;
}

/** A line of an announcement. */
export interface AnnouncedLine {
  readonly label: string;
  readonly text: string;
}

/** An item as people are told of it: plain texts in the order of their weight. */
export interface Announcement {
  /** What it is, in one line; null where the item does not tell. */
  readonly title: string | null;
  /** The code by which people speak of it. */
  readonly code: string | null;
  readonly lines: readonly AnnouncedLine[];
  /** Whether it is still on offer. */
  readonly isOpen: boolean;
  readonly facts: AnnouncedFacts;
}
