import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Kernel } from "../../lib/notebook/kernel.ts";
import { KernelDiedError, startKernelProcess } from "../../lib/notebook/kernel_process.ts";
import { chooseKernelPorts } from "../../lib/notebook/kernel_ports.ts";
import type { Published } from "../../lib/notebook/kernel_message.ts";

const cwd = fileURLToPath(new URL(".", import.meta.url));

Deno.test("a subscription that takes effect late loses nothing of the first cell", async () => {
  await using kernel = await openWithPublished(async function* (messages) {
    // Setting up publishes 3 messages and each attempt at a fence 4: two attempts are lost.
    let lost = 0;
    for await (const message of messages) if (++lost > 10) yield message;
  });
  assert.deepEqual(await printFirst(kernel), "first\n");
});

Deno.test("a machine that is slow to publish still gets a kernel", async () => {
  await using kernel = await openWithPublished(async function* (messages) {
    for await (const message of messages) {
      await sleep(60);
      yield message;
    }
  });
  assert.deepEqual(await printFirst(kernel), "first\n");
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

for (const stranger of ["hangs up", "says nothing"]) {
  Deno.test(`a kernel whose port another program took, one that ${stranger}, starts on others`, async () => {
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const held: Deno.Conn[] = [];
    const meeting = (async () => {
      for await (const connection of listener) {
        if (stranger === "hangs up") connection.close();
        else held.push(connection);
      }
    })();
    const taken = { ...chooseKernelPorts(), shell: listener.addr.port };
    const choices = [taken];
    await using kernel = await Kernel.open({ cwd }, (options) => startKernelProcess(options, choices.pop()));
    assert.equal((await kernel.execute("1", () => {})).reply.status, "ok");
    assert.deepEqual(choices, []);

    listener.close();
    await meeting;
    for (const connection of held) connection.close();
  });
}

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

type Messages = AsyncIterable<Uint8Array[]>;

/** Opens a kernel of which only that arrives which `pass` lets through. */
function openWithPublished(pass: (messages: Messages) => AsyncGenerator<Uint8Array[]>): Promise<Kernel> {
  return Kernel.open({ cwd }, async (options) => {
    const process = await startKernelProcess(options);
    return { ...process, published: { messages: () => pass(process.published.messages()) } };
  });
}

async function printFirst(kernel: Kernel): Promise<string> {
  const received: Published[] = [];
  await kernel.execute('console.log("first")', (message) => received.push(message));
  return received.map((message) => message.type === "stream" ? message.content.text : "").join("");
}
