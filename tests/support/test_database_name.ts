/** What a name of a database of the tests says. */
export interface TestDatabaseName {
  /** A "test" is one test's own; a "template" is what those are copied from. */
  readonly kind: "test" | "template";
  /** What tells it from others that were made in the same millisecond: lower-case letters and digits. */
  readonly label: string;
  readonly madeMs: number;
}

const NAME = /^resift_(test|template)_([0-9a-z]+)_([0-9a-z]+)$/;

/** A name for a new database of one test. */
export function newTestDatabaseName(madeMs = Date.now()): string {
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
  return formatTestDatabaseName({ kind: "test", label: random.toString(36), madeMs });
}

export function formatTestDatabaseName({ kind, label, madeMs }: TestDatabaseName): string {
  return `resift_${kind}_${label}_${madeMs.toString(36)}`;
}

/** Null for the name of any other database. */
export function parseTestDatabaseName(name: string): TestDatabaseName | null {
  const [, kind, label = "", time = ""] = NAME.exec(name) ?? [];
  return kind === "test" || kind === "template" ? { kind, label, madeMs: parseInt(time, 36) } : null;
}
