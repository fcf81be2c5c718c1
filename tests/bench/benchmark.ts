import type { TestDatabase } from "../support/test_database.ts";

/** What a benchmark works with. */
export interface BenchContext {
  /** A database of its own with all migrations, gone after the benchmark. */
  readonly test: TestDatabase;
  /** A folder of its own, gone after the benchmark. */
  readonly folder: string;
  /** Whether to take as much time as the biggest sizes need. */
  readonly large: boolean;
  /** Aborts at Ctrl+C. */
  readonly signal: AbortSignal;
}

/** Something of ours, measured beside references. */
export interface Benchmark {
  readonly name: string;
  /** One line: what is done, on how much. */
  readonly does: string;
  run(context: BenchContext): Promise<BenchRecord[]>;
}

/** One figure of ours beside one reference's, both from the same run. */
export interface BenchRecord {
  readonly name: string;
  /** Medians, in `unit`. */
  readonly ours: number;
  readonly reference: number;
  readonly reference_name: string;
  /** `ours / reference`: of a rate the higher is the better, of seconds and megabytes the lower. */
  readonly ratio: number;
  readonly unit: string;
  /** Repetitions. */
  readonly n: number;
  /** Of the ratios of the single repetitions: (highest - lowest) / median. */
  readonly spread: number;
  readonly ours_spread: number;
  readonly reference_spread: number;
  /** What the ratio should be, such as ">= 0.9"; null where there is no goal. */
  readonly goal: string | null;
}
