import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { SETTING_NAMES } from "../../lib/runtime/settings_table.ts";
import { type DatabaseProxy, openDatabaseProxy } from "../support/database_proxy.ts";
import { type DrainOutput, parseDrainOutput } from "./drain_output.ts";
import { LEASE_MS } from "./plan_faults.ts";

/** What works off a version. */
export interface WorkerKind {
  readonly version: string;
  /** "rules": the drain mode; else chaos_worker.ts with these options. */
  readonly does: "rules" | { readonly copies: number; readonly longestJobMs: number };
}

/** How a worker's process ended. */
export interface EndedWorker {
  readonly processId: number;
  readonly version: string;
  /** "killed" by us, "stopped" by our Ctrl+C, or by "itself". */
  readonly by: "killed" | "stopped" | "itself";
  readonly code: number;
  readonly totals: DrainOutput | null;
  /** What it ended with an error for, or null. */
  readonly error: string | null;
}

const ROOT = new URL("../../", import.meta.url);
const PAUSE_BEFORE_ANOTHER_MS = 200;

/** A place where one worker after another works, with a line to the database of its own. */
export class WorkerStation {
  readonly kind: WorkerKind;
  readonly proxy: DatabaseProxy;
  readonly #onEnd: (ended: EndedWorker) => void;
  #process: Deno.ChildProcess | null = null;
  #end: EndedWorker["by"] = "itself";
  #isClosed = false;
  #working: Promise<void> = Promise.resolve();

  constructor(kind: WorkerKind, databaseUrl: string, onEnd: (ended: EndedWorker) => void) {
    this.kind = kind;
    this.proxy = openDatabaseProxy(databaseUrl);
    this.#onEnd = onEnd;
  }

  /** For a person. */
  get name(): string {
    return `worker ${this.#process?.pid ?? "(none)"} of ${this.kind.version}`;
  }

  /** What the name of the worker there ends with in the queue; null where there is none. */
  get nameEnd(): string | null {
    return this.#process === null ? null : `:${this.#process.pid}`;
  }

  /** Lets one worker follow another until the station is closed. */
  open(): void {
    this.#working = (async () => {
      while (!this.#isClosed) {
        await this.#runWorker("lasting");
        await new Promise((resolve) => setTimeout(resolve, PAUSE_BEFORE_ANOTHER_MS));
      }
    })();
  }

  /** Lets one worker work until nothing is left. */
  async drain(): Promise<void> {
    await this.#runWorker("oneshot");
  }

  /** Returns whether there was a worker to get it. */
  signal(signal: "SIGKILL" | "SIGSTOP" | "SIGCONT" | "SIGINT"): boolean {
    if (this.#process === null) return false;
    if (signal === "SIGKILL") this.#end = "killed";
    // A process that was killed may still be there to get another signal.
    if (signal === "SIGINT" && this.#end !== "killed") this.#end = "stopped";
    try {
      this.#process.kill(signal);
      return true;
    } catch {
      return false;
    }
  }

  /** Stops the worker by Ctrl+C and waits for it; no other follows. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.proxy.mend();
    this.signal("SIGCONT");
    this.signal("SIGINT");
    await this.#working;
  }

  /** Kills the worker without waiting for it; no other follows. */
  closeAtOnce(): void {
    this.#isClosed = true;
    this.signal("SIGKILL");
  }

  async #runWorker(lasts: "lasting" | "oneshot"): Promise<void> {
    const process = this.#start(lasts);
    this.#end = "itself";
    this.#process = process;
    const { code, stdout, stderr } = await process.output();
    this.#process = null;
    const decoder = new TextDecoder();
    this.#onEnd({
      processId: process.pid,
      version: this.kind.version,
      by: this.#end,
      code,
      totals: parseDrainOutput(decoder.decode(stdout)),
      error: findError(decoder.decode(stderr)),
    });
  }

  #start(lasts: "lasting" | "oneshot"): Deno.ChildProcess {
    const { version, does } = this.kind;
    const file = does === "rules"
      ? "modes/mode4_drain_queue_no_side_effects.ts"
      : "tests/chaos/chaos_worker.ts";
    const args = does === "rules"
      ? ["--pipeline-version-override", version, lasts === "oneshot" ? "--oneshot" : "--no-oneshot"]
      : [this.proxy.url, version, lasts, String(does.copies), String(does.longestJobMs)];
    return new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", fileURLToPath(new URL(file, ROOT)), ...args],
      env: {
        ...Object.fromEntries(SETTING_NAMES.map((name) => [name, ""])),
        DATABASE_URL: this.proxy.url,
        EXTRACTION_LEASE_S: String(LEASE_MS / 1000),
        EXTRACTION_WORKER_BATCH_SIZE: "20",
        EXTRACTION_WORKER_IDLE_S: "0.2",
        NO_COLOR: "1",
      },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  }
}

/** The line in which a process says why it failed. */
function findError(text: string): string | null {
  return stripVTControlCharacters(text).split("\n").findLast((line) => /^error: /.test(line)) ?? null;
}
