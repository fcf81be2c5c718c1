/**
 * A model server in a process of its own, so that its work is not ours: answers every chat request alike after a while, and does as
 * little as that takes. Prints its address, and ends with its standard input.
 *
 * Arguments: the shortest and the longest latency in milliseconds, and how they are spread ({@linkcode drawLatencyMs}).
 * GET /tally tells what it was asked since the last time, and draws the same latencies anew from there.
 */
import { SeededRandom } from "../../lib/core/seeded_random.ts";
import { emptyAssignmentFields } from "../../lib/schema/tuition_assignment.ts";
import { type SocketAnswer, startSocketHttpServer } from "../support/socket_http_server.ts";
import { drawLatencyMs } from "./model_server.ts";

const SEED = 5;
const REPLY = {
  ...emptyAssignmentFields(),
  academic_display_text: "Sec 3 E Math",
  lesson_schedule: ["1x a week, 1.5 hours"],
  remarks: "Patient tutor with experience in the syllabus",
  rate_breakdown: [],
};

const [shortest = 0, longest = 0, power = 1] = Deno.args.map(Number);
const answer: SocketAnswer = {
  kind: "response",
  status: 200,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({
    id: "chatcmpl-1",
    object: "chat.completion",
    model: "bench-model",
    choices: [{
      index: 0,
      finish_reason: "stop",
      message: { role: "assistant", content: JSON.stringify(REPLY), refusal: null },
    }],
    usage: { prompt_tokens: 3000, completion_tokens: 200, total_tokens: 3200 },
  }),
};

let random = new SeededRandom(SEED);
let requests = 0;
let waitedMs = 0;

const server = startSocketHttpServer(async ({ path }) => {
  if (path === "/tally") {
    const body = JSON.stringify({ requests, waitedMs });
    [random, requests, waitedMs] = [new SeededRandom(SEED), 0, 0];
    return { ...answer, body };
  }
  const latencyMs = drawLatencyMs({ shortest, longest, power }, random.next());
  requests += 1;
  waitedMs += latencyMs;
  if (latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, latencyMs));
  return answer;
});
Deno.stdout.writeSync(new TextEncoder().encode(`${server.origin}\n`));
for await (const _nothing of Deno.stdin.readable);
await server.close();
