/** A mode that waits for Ctrl+C; with --stubborn it does not heed it. */
import * as z from "zod";
import { runMode } from "../../lib/runtime/mode.ts";
import { option } from "../../lib/runtime/option.ts";

await runMode({
  name: "wait",
  does: "Waits.",
  reads: "nothing",
  writes: "nothing",
  options: { STUBBORN: option(z.boolean(), { default: false, does: "Wait on after Ctrl+C." }) },
}, async ({ options, signal, print }) => {
  const finish = Promise.withResolvers<void>();
  const keepAlive = setInterval(() => {}, 60_000);
  signal.addEventListener("abort", () => {
    if (!options.STUBBORN) finish.resolve();
  });
  print("ready");
  await finish.promise;
  clearInterval(keepAlive);
  print("finished");
});
