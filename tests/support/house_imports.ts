import * as z from "zod";

/** The rooms of lib/ by floor, the lowest first. A room may import those below, and those to its left. */
export type House = readonly (readonly string[])[];

/** An import from one file to another, as paths from the project's root, or to a package. */
export interface ImportEdge {
  readonly from: string;
  readonly to: string;
}

const ModuleGraph = z.object({
  modules: z.array(z.object({
    specifier: z.string(),
    dependencies: z.array(z.object({
      specifier: z.string(),
      code: z.object({ specifier: z.string() }).partial().optional(),
      type: z.object({ specifier: z.string() }).partial().optional(),
    })).default([]),
  })),
});

/** Lists the imports, of types too, in what `deno info --json` says; packages keep the name they are imported by. */
export function listImports(graph: unknown, root: URL): ImportEdge[] {
  const local = (specifier: string) =>
    specifier.startsWith(root.href) ? specifier.slice(root.href.length) : null;
  return ModuleGraph.parse(graph).modules.flatMap((module) => {
    const from = local(module.specifier);
    if (from === null) return [];
    return module.dependencies.map(({ specifier, code, type }) => {
      const target = code?.specifier ?? type?.specifier ?? specifier;
      return { from, to: local(target) ?? specifier };
    });
  });
}

/** Says of each import that runs the wrong way through the house what is wrong with it. */
export function findWrongImports(edges: readonly ImportEdge[], house: House): string[] {
  const wrong: string[] = [];
  for (const { from, to } of edges) {
    const reason = wrongImport(from, to, house);
    if (reason !== null) wrong.push(`${from} imports ${to}: ${reason}`);
  }
  return wrong;
}

function wrongImport(from: string, to: string, house: House): string | null {
  if (/^(https?|jsr|npm):/.test(to)) return "packages are imported by their bare names in deno.json";
  if (/^(modes|notebooks)\//.test(to)) return "nothing imports a mode or a notebook";
  if (/^tests\//.test(to)) return "only tests import tests";
  if (!from.startsWith("lib/") || !to.startsWith("lib/")) return null;
  const [fromRoom, toRoom] = [roomOf(from), roomOf(to)];
  if (fromRoom === toRoom || fromRoom === "std" || toRoom === "std") return null;
  const [fromPlace, toPlace] = [placeOf(fromRoom, house), placeOf(toRoom, house)];
  if (fromPlace === null) return `the room ${fromRoom} is on no floor`;
  if (toPlace === null) return `the room ${toRoom} is on no floor`;
  if (toPlace.floor < fromPlace.floor) return null;
  if (toPlace.floor > fromPlace.floor) return `${toRoom} is on a higher floor than ${fromRoom}`;
  return toPlace.index < fromPlace.index ? null : `${toRoom} is to the right of ${fromRoom}`;
}

/** The room a file of lib/ lies in. */
export function roomOf(path: string): string {
  return path.split("/")[1] ?? "";
}

/** The floor of a room from 0 and its place there, or null. */
export function placeOf(
  room: string,
  house: House,
): { readonly floor: number; readonly index: number } | null {
  const floor = house.findIndex((rooms) => rooms.includes(room));
  return floor === -1 ? null : { floor, index: house[floor]?.indexOf(room) ?? -1 };
}
