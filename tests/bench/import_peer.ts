import * as z from "zod";

/** The peers that are measured, as of the newest on npm. */
export const PEERS = {
  "fastest-levenshtein": "1.0.16",
  "graphile-worker": "0.18.0",
  "pg-boss": "12.38.0",
} as const;

/**
 * Imports a peer. Its name is put together here so that nothing but a benchmark that runs ever downloads it: it stands
 * in no import map, `deno check` does not see it, and its lock is this folder's deno.lock.
 */
export async function importPeer<Api extends z.ZodType>(
  name: keyof typeof PEERS,
  api: Api,
): Promise<z.infer<Api>> {
  const specifier: string = `npm:${name}@${PEERS[name]}`;
  const module: unknown = await import(specifier);
  return api.parse(module);
}

/** What a peer's module must export as a function or class; its form is taken on trust. */
export function callable<Callable extends (...args: never[]) => unknown>(): z.ZodType<Callable> {
  return z.custom<Callable>((value) => typeof value === "function");
}
