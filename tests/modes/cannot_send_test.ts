import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { type ImportEdge, listImports } from "../support/house_imports.ts";
import { loadModuleGraph } from "../support/load_module_graph.ts";

const ROOT = new URL("../../", import.meta.url);
/** The one mode that may send. */
const LIVE = "mode1_live.ts";
/** What sends, and what lets it. */
const SENDERS = ["lib/telegram/bot_api.ts", "lib/delivery/bot_sender.ts", "lib/delivery/run_delivery.ts"];

const modes = [...Deno.readDirSync(new URL("modes/", ROOT))].map(({ name }) => `modes/${name}`).sort();
const imports = listImports(await loadModuleGraph([...modes, ...SENDERS], ROOT), ROOT);

/** Every file that a file imports, directly or not, for its types only too. */
function listReached(edges: readonly ImportEdge[], from: string): Set<string> {
  const byFile = Map.groupBy(edges, (edge) => edge.from);
  const reached = new Set([from]);
  for (const file of reached) for (const { to } of byFile.get(file) ?? []) reached.add(to);
  return reached;
}

for (const mode of modes.filter((path) => path !== `modes/${LIVE}`)) {
  Deno.test(`${mode} cannot send: it imports no sender`, () => {
    const reached = listReached(imports, mode);
    assert.ok(reached.has("lib/runtime/mode.ts"));
    assert.deepEqual(SENDERS.filter((sender) => reached.has(sender)), []);
  });
}

Deno.test("a sender that is imported over several files would be found", () => {
  assert.ok(listReached(imports, "lib/delivery/bot_sender.ts").has("lib/telegram/bot_api.ts"));
  const way = [...imports, { from: "lib/store/database.ts", to: "lib/delivery/run_delivery.ts" }];
  assert.ok(
    listReached(way, "modes/mode4_drain_queue_no_side_effects.ts").has("lib/delivery/run_delivery.ts"),
  );
});

const { permissions } = z.object({ permissions: z.record(z.string(), z.unknown()) })
  .parse(JSON.parse(Deno.readTextFileSync(new URL("deno.json", ROOT))));

Deno.test("Telegram's sending API is out of reach of every task but the live one", async () => {
  const names = Object.keys(permissions).filter((name) => name !== "live");
  assert.ok(names.includes("database"));
  const states = await Promise.all(names.map(async (name) => {
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: [
        ...["run", "-q", "--no-prompt", "--config", fileURLToPath(new URL("deno.json", ROOT)), `-P=${name}`],
        fileURLToPath(new URL("tests/support/ask_permission.ts", ROOT)),
      ],
    }).output();
    return [name, new TextDecoder().decode(stdout).trim()];
  }));
  for (const [name, state] of states) assert.match(String(state), /^(denied|prompt)$/, `${name}: ${state}`);
});
