import assert from "node:assert/strict";
import { findWrongImports, type House, listImports } from "./house_imports.ts";

const HOUSE: House = [["core", "text"], ["runtime"], ["store", "queue"], ["ingest", "extraction"]];

function wrong(from: string, to: string): string[] {
  return findWrongImports([{ from, to }], HOUSE).map((problem) => problem.replace(/^.*?: /, ""));
}

Deno.test("imports down, to the left and within a room are right", () => {
  for (
    const [from, to] of [
      ["lib/ingest/a.ts", "lib/core/b.ts"],
      ["lib/queue/a.ts", "lib/store/b.ts"],
      ["lib/text/a.ts", "lib/core/b.ts"],
      ["lib/queue/a.ts", "lib/queue/deep/b.ts"],
      ["lib/core/a.ts", "zod"],
      ["lib/runtime/a.ts", "lib/std/cli/parse_args.ts"],
      ["modes/a.ts", "lib/extraction/b.ts"],
      ["modes/a.ts", "node:path"],
    ] as const
  ) assert.deepEqual(wrong(from, to), [], `${from} -> ${to}`);
});

Deno.test("imports up, to the right, from nowhere and of modes and tests are wrong", () => {
  assert.deepEqual(wrong("lib/core/a.ts", "lib/runtime/b.ts"), ["runtime is on a higher floor than core"]);
  assert.deepEqual(wrong("lib/store/a.ts", "lib/queue/b.ts"), ["queue is to the right of store"]);
  assert.deepEqual(wrong("lib/ingest/a.ts", "lib/extraction/b.ts"), ["extraction is to the right of ingest"]);
  assert.deepEqual(wrong("lib/attic/a.ts", "lib/core/b.ts"), ["the room attic is on no floor"]);
  assert.deepEqual(wrong("lib/ingest/a.ts", "lib/attic/b.ts"), ["the room attic is on no floor"]);
  assert.deepEqual(wrong("lib/ingest/a.ts", "modes/b.ts"), ["nothing imports a mode or a notebook"]);
  assert.deepEqual(wrong("modes/a.ts", "modes/b.ts"), ["nothing imports a mode or a notebook"]);
  assert.deepEqual(wrong("lib/ingest/a.ts", "tests/support/b.ts"), ["only tests import tests"]);
  for (const to of ["npm:zod@4", "jsr:@std/csv", "https://deno.land/x/a.ts"]) {
    assert.deepEqual(wrong("lib/core/a.ts", to), ["packages are imported by their bare names in deno.json"]);
  }
});

Deno.test("imports are read from the module graph, those of types too", () => {
  const graph = {
    modules: [
      {
        specifier: "file:///project/lib/core/a.ts",
        dependencies: [
          { specifier: "../store/b.ts", type: { specifier: "file:///project/lib/store/b.ts" } },
          { specifier: "zod", code: { specifier: "npm:zod@4.6.7" } },
          { specifier: "npm:left-pad", code: { specifier: "npm:left-pad@1.0.0" } },
        ],
      },
      {
        specifier: "file:///elsewhere/root.ts",
        dependencies: [{ specifier: "file:///project/lib/core/a.ts" }],
      },
      { specifier: "node:path" },
    ],
  };
  assert.deepEqual(listImports(graph, new URL("file:///project/")), [
    { from: "lib/core/a.ts", to: "lib/store/b.ts" },
    { from: "lib/core/a.ts", to: "zod" },
    { from: "lib/core/a.ts", to: "npm:left-pad" },
  ]);
});
