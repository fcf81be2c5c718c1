import assert from "node:assert/strict";
import { formatJsrConfig } from "./jsr_config.ts";

const ROOT = new URL("../../", import.meta.url);

Deno.test("deno.jsr.json is deno.json without links", () => {
  const denoJson = Deno.readTextFileSync(new URL("deno.json", ROOT));
  const jsrConfig: unknown = JSON.parse(Deno.readTextFileSync(new URL("deno.jsr.json", ROOT)));
  assert.deepEqual(jsrConfig, JSON.parse(formatJsrConfig(denoJson)), "run: deno task generate");
});

Deno.test("links go, the lock is another, tasks name the file, and all else stays", () => {
  const formatted = formatJsrConfig(JSON.stringify({
    imports: { a: "jsr:@x/a@1.0.0" },
    links: ["./lib/a"],
    lock: { path: "./deno.lock" },
    tasks: { ok: { description: "deno run", command: "deno lint && deno run -A a.ts" } },
  }));
  assert.deepEqual(JSON.parse(formatted), {
    imports: { a: "jsr:@x/a@1.0.0" },
    lock: { path: "./deno.jsr.lock" },
    tasks: {
      ok: {
        description: "deno run",
        command: "deno lint --config deno.jsr.json && deno run --config deno.jsr.json -A a.ts",
      },
    },
  });
  assert.equal(formatJsrConfig(formatted), formatted, "it may take the place of deno.json");
});
