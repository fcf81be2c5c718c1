import assert from "node:assert/strict";
import { join } from "node:path";
import { installKernel } from "../../lib/notebook/install_kernel.ts";

/** Elsewhere Deno knows one folder of the user, which is none of a test's business. */
const ignore = Deno.build.os !== "linux";

Deno.test({
  name: "the kernel is installed once, and found from then on",
  ignore,
  async fn() {
    await withDataFolder(async (env, folder) => {
      const first = await installKernel(env);
      assert.equal(first.done, "installed");
      assert.equal(first.folder, join(folder, "jupyter/kernels/deno"));
      assert.equal(await Deno.realPath(first.program), await Deno.realPath(Deno.execPath()));
      const file = join(first.folder, "kernel.json");
      const before = await Deno.stat(file);
      assert.deepEqual(await installKernel(env), { ...first, done: "nothing" });
      assert.deepEqual((await Deno.stat(file)).mtime, before.mtime);
    });
  },
});

for (
  const [state, content] of [
    ["of a Deno that is gone", '{"argv": ["/nowhere/deno", "jupyter"], "display_name": "Deno"}'],
    ["that is damaged", '{"argv": ["/nowh'],
    ["that starts nothing", '{"argv": []}'],
  ] as const
) {
  Deno.test({
    name: `a kernel ${state} is replaced`,
    ignore,
    async fn() {
      await withDataFolder(async (env) => {
        const { folder } = await installKernel(env);
        await Deno.writeTextFile(join(folder, "kernel.json"), content);
        const replaced = await installKernel(env);
        assert.equal(replaced.done, "replaced");
        assert.equal((await installKernel(env)).done, "nothing");
      });
    },
  });
}

Deno.test({
  name: "where the kernel cannot be written, Deno's own words say why",
  ignore,
  async fn() {
    await withDataFolder(async (env, folder) => {
      await Deno.writeTextFile(join(folder, "jupyter"), "a file in the way");
      await assert.rejects(installKernel(env), { name: "UserError", message: /Cannot install.*says: .*\w/s });
    });
  },
});

async function withDataFolder(
  use: (env: Record<string, string>, folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await use({ XDG_DATA_HOME: folder }, folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
