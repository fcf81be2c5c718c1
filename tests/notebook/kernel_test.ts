import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { Kernel } from "../../lib/notebook/kernel.ts";
import { KernelDiedError, startKernelProcess } from "../../lib/notebook/kernel_process.ts";
import type { Published } from "../../lib/notebook/kernel_message.ts";

const cwd = fileURLToPath(new URL(".", import.meta.url));

Deno.test("a subscription that takes effect late loses nothing of the first cell", async () => {
  const process = await startKernelProcess({ cwd });
  const published = {
    async *messages() {
      // Setting up publishes 3 messages and each attempt at a fence 4: two attempts are lost.
      let lost = 0;
      for await (const message of process.published.messages()) if (++lost > 10) yield message;
    },
  };
  await using kernel = await Kernel.attach({ ...process, published });
  const received: Published[] = [];
  await kernel.execute('console.log("first")', (message) => received.push(message));
  assert.deepEqual(received.filter((message) => message.type === "stream"), [
    { type: "stream", content: { name: "stdout", text: "first\n" } },
  ]);
});

Deno.test("names live on from cell to cell", async () => {
  await using kernel = await Kernel.open({ cwd });
  await kernel.execute("let count = 1;", () => {});
  assert.deepEqual(await kernel.execute("count++;", () => {}), {
    reply: { status: "ok", execution_count: 2 },
    uncaught: [],
  });
});

Deno.test({
  name: "the file with the connection's key is gone once the kernel runs",
  ignore: Deno.build.os !== "linux", // it is found through /proc
  async fn() {
    await using kernel = await Kernel.open({ cwd });
    let commandLine = "";
    await kernel.execute('console.log(Deno.readTextFileSync("/proc/self/cmdline"))', (message) => {
      if (message.type === "stream") commandLine += message.content.text;
    });
    const file = commandLine.split("\0").find((argument) => argument.endsWith(".json"));
    assert.ok(file);
    await assert.rejects(Deno.stat(file), Deno.errors.NotFound);
  },
});

Deno.test("a dead kernel refuses code", async () => {
  await using kernel = await Kernel.open({ cwd });
  await assert.rejects(
    kernel.execute("Deno.exit(7)", () => {}),
    (error) => error instanceof KernelDiedError && error.exitCode === 7,
  );
  await assert.rejects(kernel.execute("1", () => {}), KernelDiedError);
});

Deno.test("a kernel that cannot start says why", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(`${folder}/deno.json`, "{ broken");
  await assert.rejects(
    Kernel.open({ cwd: folder }),
    /ended by itself with exit code 1: error: .*config file/,
  );
  await Deno.remove(folder, { recursive: true });
});
