import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const NOTICE = "Finishing what is in flight; press Ctrl+C again to leave at once\n";
const ignore = Deno.build.os === "windows";

function startWaitingMode(...flags: string[]) {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", fileURLToPath(new URL("../support/waiting_mode.ts", import.meta.url)), ...flags],
    env: { NO_COLOR: "1" },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  return { child, out: new GrowingText(child.stdout), err: new GrowingText(child.stderr) };
}

class GrowingText {
  text = "";
  #reader: ReadableStreamDefaultReader<string>;

  constructor(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
    this.#reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  }

  /** Reads until the text has `expected` in it; null reads to the end. */
  async readUntil(expected: string | null): Promise<string> {
    while (expected === null || !this.text.includes(expected)) {
      const { done, value } = await this.#reader.read();
      if (done) break;
      this.text += value;
    }
    return this.text;
  }
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.test({ name: `the first ${signal} lets a mode finish, and it ends with 130`, ignore }, async () => {
    const { child, out, err } = startWaitingMode();
    await out.readUntil("ready");
    child.kill(signal);
    assert.match(await out.readUntil(null), /ready\nfinished\n$/);
    assert.equal((await err.readUntil(null)).split(NOTICE).length, 2);
    assert.equal((await child.status).code, 130);
  });
}

Deno.test({ name: "the second Ctrl+C leaves at once with 130", ignore }, async () => {
  const { child, out, err } = startWaitingMode("--stubborn");
  await out.readUntil("ready");
  child.kill("SIGINT");
  await err.readUntil(NOTICE);
  // A person takes a while for the second; one that comes at once is the echo of the first.
  let hasEnded = false;
  void child.status.then(() => hasEnded = true);
  while (!hasEnded) {
    try {
      child.kill("SIGINT");
    } catch {
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.equal((await child.status).code, 130);
  assert.doesNotMatch(await out.readUntil(null), /finished/);
  assert.equal((await err.readUntil(null)).split(NOTICE).length, 2);
});

Deno.test({ name: "the echo of one Ctrl+C, as deno task hands it on, is no second", ignore }, async () => {
  const { child, out, err } = startWaitingMode();
  await out.readUntil("ready");
  child.kill("SIGINT");
  child.kill("SIGINT");
  assert.match(await out.readUntil(null), /ready\nfinished\n$/);
  await err.readUntil(null);
  assert.equal((await child.status).code, 130);
});
