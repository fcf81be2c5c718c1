import { fileURLToPath } from "node:url";
import * as z from "zod";

/** How long answers take, in milliseconds; the mean is `shortest + (longest - shortest) / (power + 1)`. */
export interface Latency {
  readonly shortest: number;
  readonly longest: number;
  /** 1 spreads them evenly; the higher, the rarer are long ones. */
  readonly power: number;
}

/** @param random A number in [0, 1). */
export function drawLatencyMs({ shortest, longest, power }: Latency, random: number): number {
  return shortest + (longest - shortest) * random ** power;
}

const TallySchema = z.object({ requests: z.int(), waitedMs: z.number() });
/** What a server was asked: how often, and how long it let that wait in sum. */
export type ModelServerTally = z.infer<typeof TallySchema>;

/** A model server in a process of its own. Disposing of it ends it. */
export interface ModelServer extends AsyncDisposable {
  readonly url: string;
  /** What it was asked since the last tally; the latencies begin anew. */
  tally(): Promise<ModelServerTally>;
}

/** Starts a server that answers every chat request alike. */
export async function openModelServer({ shortest, longest, power }: Latency): Promise<ModelServer> {
  const script = fileURLToPath(new URL("model_server_process.ts", import.meta.url));
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", script, ...[shortest, longest, power].map(String)],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const reader = process.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let said = "";
  while (!said.endsWith("\n")) {
    const { value, done } = await reader.read();
    if (done) throw new Error("The model server ended; its message is above");
    said += value;
  }
  const url = said.trim();
  return {
    url,
    tally: async () => TallySchema.parse(await (await fetch(`${url}/tally`)).json()),
    async [Symbol.asyncDispose]() {
      await process.stdin.close();
      await reader.cancel();
      await process.status;
    },
  };
}
