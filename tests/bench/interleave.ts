/** What one repetition of one side measured, by the name of the figure: `{ seconds: 1.2, peak_mb: 80 }`. */
export type Figures = Readonly<Record<string, number>>;

/** One side of a comparison. */
export interface Side {
  /** Brings the data into the same state before each repetition; its time is not measured. */
  readonly prepare?: () => Promise<void>;
  /** Does the work once and returns what it measured. */
  readonly run: () => Promise<Figures>;
}

export interface InterleaveOptions {
  readonly repetitions: number;
  /** Whether to run each side once before, unmeasured, so that compilers and caches are warm. Default false. */
  readonly warmUp?: boolean;
  readonly signal: AbortSignal;
}

/** Far more than any run takes; one that hangs fails instead. */
const RUN_LIMIT_MS = 300_000;

/**
 * Repeats the sides in turn (A B C A B C ...), so that whatever else the machine does meets all of them alike.
 *
 * @throws The signal's reason between two runs, once it has aborted; an error if a run does not end.
 */
export async function interleave<Name extends string>(
  sides: Readonly<Record<Name, Side>>,
  { repetitions, warmUp = false, signal }: InterleaveOptions,
): Promise<Map<string, Figures[]>> {
  const entries = Object.entries<Side>(sides);
  const measured = new Map<string, Figures[]>(entries.map(([name]) => [name, []]));
  for (let repetition = warmUp ? -1 : 0; repetition < repetitions; repetition++) {
    for (const [name, side] of entries) {
      signal.throwIfAborted();
      await side.prepare?.();
      const figures = await withinLimit(name, side.run());
      if (repetition >= 0) measured.get(name)?.push(figures);
    }
  }
  return measured;
}

async function withinLimit<T>(name: string, run: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`A run of ${name} did not end in time`)), RUN_LIMIT_MS);
  });
  try {
    return await Promise.race([run, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** Seconds that `work` takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}
