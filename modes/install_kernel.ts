#!/usr/bin/env -S deno run -A
/**
 * Install the Deno kernel, once, so that VS Code and Jupyter can run the notebooks. It needs no Python, and running it again
 * changes nothing unless Deno has moved.
 *
 * Reads   the kernelspec that is there, if any
 * Writes  the folder of the kernelspec, which it names: a few lines of JSON and the logo, for your user alone
 * Sends   nothing
 * Costs   nothing
 */
import { installKernel } from "../lib/notebook/install_kernel.ts";
import { runMode } from "../lib/runtime/mode.ts";

const DONE = {
  nothing: "The Deno kernel is there already",
  installed: "The Deno kernel is installed",
  replaced: "The Deno kernel was there for another Deno, or damaged; now it is this one",
} as const;

await runMode({
  name: "notebook:install",
  does: "VS Code and Jupyter learn of the Deno kernel, without Python",
  reads: "the kernelspec that is there, if any",
  writes: "the kernelspec, in your own Jupyter folder",
  options: {},
}, async ({ print }) => {
  const { done, folder, program } = await installKernel();
  print(`${DONE[done]}: ${folder}`);
  print(`It starts ${program}`);
  print("");
  print("VS Code   open notebooks/01_tour.ipynb, then Select Kernel > Jupyter Kernel... > Deno, and Run All");
  print("          (extensions Deno and Jupyter; where the kernel is not listed yet, reload the window)");
  print("Jupyter   jupyter notebook notebooks");
  print("Neither   deno task notebooks --html");
});
