import type { SeededRandom } from "../../lib/core/seeded_random.ts";

/** What a server does with one request instead of answering it well. */
export type Fault =
  | {
    readonly kind: "status";
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
    /** Under `error` in the body; a text is written as it is. */
    readonly error?: Readonly<Record<string, unknown>> | string;
  }
  | { readonly kind: "body"; readonly status: number; readonly contentType: string; readonly body: string }
  | { readonly kind: "hang" | "hang_in_body" | "cut" | "cut_in_body" | "truncated_json" }
  | {
    /** A completion, but not the one that was hoped for. */
    readonly kind: "completion";
    readonly content?: string | null;
    readonly refusal?: string;
    readonly finishReason?: string;
    readonly usage?: unknown;
  };

const HTML = "<html><head><title>Bad gateway</title></head><body>{nginx}</body></html>";

/** One fault of each kind that servers were seen with. */
export const FAULTS = {
  rateLimitSeconds: { kind: "status", status: 429, headers: { "retry-after": "2" } },
  rateLimitMs: { kind: "status", status: 429, headers: { "retry-after-ms": "150", "retry-after": "9" } },
  rateLimitPlain: { kind: "status", status: 429 },
  quota: { kind: "status", status: 429, error: { code: "insufficient_quota" } },
  serverError: { kind: "status", status: 500 },
  unavailable: { kind: "status", status: 503, error: "overloaded" },
  wrongKey: { kind: "status", status: 401, error: { code: "invalid_api_key" } },
  unknownModel: { kind: "status", status: 404, error: { code: "model_not_found" } },
  hang: { kind: "hang" },
  hangInBody: { kind: "hang_in_body" },
  cut: { kind: "cut" },
  cutInBody: { kind: "cut_in_body" },
  truncatedJson: { kind: "truncated_json" },
  html: { kind: "body", status: 200, contentType: "text/html", body: HTML },
  htmlBadGateway: { kind: "body", status: 502, contentType: "text/html", body: HTML },
  wrongSchema: { kind: "completion", content: '{"answer": 42}' },
  refusal: { kind: "completion", content: null, refusal: "I cannot help with that." },
  lengthReached: { kind: "completion", content: '{"assignment_code": "A', finishReason: "length" },
  noUsage: { kind: "completion", usage: null },
} as const satisfies Readonly<Record<string, Fault>>;

/** A 429 that names the time to come back as an HTTP date, `seconds` from now on. */
export function rateLimitUntil(nowMs: number, seconds: number): Fault {
  const date = new Date(Math.ceil(nowMs / 1000 + seconds) * 1000).toUTCString();
  return { kind: "status", status: 429, headers: { "retry-after": date } };
}

/** Lets a share of all requests, 0 to 1, meet one of the faults. */
export function drawFaults(
  share: number,
  faults: readonly Fault[],
  random: SeededRandom,
): () => Fault | null {
  return () => (random.chance(share) ? random.pick(faults) : null);
}
