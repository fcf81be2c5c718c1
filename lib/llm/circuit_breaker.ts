export interface CircuitBreakerOptions {
  /** Failures in a row that open the circuit. */
  readonly failures: number;
  /** How long it then stays open. */
  readonly openMs: number;
}

export const DEFAULT_CIRCUIT_BREAKER: CircuitBreakerOptions = { failures: 5, openMs: 60_000 };

/** Leave to send one request; what became of it is to be told to the breaker. */
export interface Permit {
  /** How often the circuit had changed when it was given. */
  readonly round: number;
}

/** Either leave to send, or how long to wait before asking again. */
export type Admission =
  | { readonly permit: Permit; readonly waitMs: 0 }
  | { readonly permit: null; readonly waitMs: number };

type State =
  | { readonly name: "closed"; failures: number }
  | { readonly name: "open"; readonly untilMs: number }
  | { readonly name: "probing" };

/** How long to let a probe be on its way before asking for it: most answers are there by then. */
const PROBE_WAIT_MS = 5000;

/**
 * Spares a server that is down: after some failures in a row nothing is sent for a while, then one request tries whether it is back
 * (Michael Nygard, Release It!, Circuit Breaker). What was sent before the circuit last changed no longer counts, so that a burst of
 * requests that fail together opens it once. Time is an argument, in milliseconds of any clock that does not go back.
 */
export class CircuitBreaker {
  readonly #options: CircuitBreakerOptions;
  #state: State = { name: "closed", failures: 0 };
  #round = 0;

  constructor(options: CircuitBreakerOptions = DEFAULT_CIRCUIT_BREAKER) {
    this.#options = options;
  }

  /** Whether requests are held back. */
  get isOpen(): boolean {
    return this.#state.name !== "closed";
  }

  /** How long until a request tries whether the server is back; null while requests go out. */
  nextTryMs(nowMs: number): number | null {
    const state = this.#state;
    if (state.name === "closed") return null;
    return state.name === "open" ? Math.max(0, state.untilMs - nowMs) : 0;
  }

  /** Asks for leave to send one request. */
  admit(nowMs: number): Admission {
    const state = this.#state;
    if (state.name === "open" && nowMs < state.untilMs) {
      return { permit: null, waitMs: state.untilMs - nowMs };
    }
    if (state.name === "probing") return { permit: null, waitMs: PROBE_WAIT_MS };
    if (state.name === "open") this.#enter({ name: "probing" });
    return { permit: { round: this.#round }, waitMs: 0 };
  }

  /** The server answered, be it with a refusal: it is up. */
  recordSuccess(permit: Permit): void {
    if (permit.round !== this.#round) return;
    if (this.#state.name === "closed") this.#state.failures = 0;
    else this.#enter({ name: "closed", failures: 0 });
  }

  recordFailure(permit: Permit, nowMs: number): void {
    if (permit.round !== this.#round) return;
    if (this.#state.name === "closed") {
      this.#state.failures += 1;
      if (this.#state.failures < this.#options.failures) return;
    }
    this.#enter({ name: "open", untilMs: nowMs + this.#options.openMs });
  }

  /** The request was given up before it showed anything; another may try. */
  recordNothing(permit: Permit, nowMs: number): void {
    if (permit.round === this.#round && this.#state.name === "probing") {
      this.#enter({ name: "open", untilMs: nowMs });
    }
  }

  #enter(state: State): void {
    this.#state = state;
    this.#round += 1;
  }
}
