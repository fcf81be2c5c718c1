import { type House, placeOf, roomOf } from "./house_imports.ts";
import type { SourceRule } from "./house_sources.ts";

/** The one list of rooms and floors. */
export const HOUSE: House = [
  ["core", "schema", "text", "stats", "samples"],
  ["runtime"],
  ["store", "queue", "files", "vectors", "telegram", "llm", "notebook"],
  ["ingest", "extraction", "facts", "embeddings", "training", "enrichment", "delivery", "comparison"],
];

const SQL_ROOMS = ["store", "queue", "comparison"];

/** What a source may not hold, by where it lies. */
export const HOUSE_RULES: readonly SourceRule[] = [
  {
    forbids: /\bimport\s*\(\s*(?!(""|''|``)\s*[,)])/,
    // The check sees strings emptied.
    why: "a computed import hides from the check of floors",
    // The package of the platform is chosen by its name, so that one is downloaded and not all four.
    holds: (path) => isProduct(path) && path !== "lib/store/embedded_software.ts",
  },
  {
    forbids: /\b(Deno\.env|process\.env)\b|\benv\s*}\s*=\s*(Deno|process)\b/,
    why: "only lib/runtime/settings.ts reads the environment",
    holds: (path) => isProduct(path) && path !== "lib/runtime/settings.ts",
  },
  {
    forbids: /\bDeno\.cwd\(|\bprocess\.cwd\(/,
    why: "paths come from import.meta.url, for notebooks run in their own folder",
    // It reads the folder in which a command was typed.
    holds: (path) => isProduct(path) && path !== "lib/runtime/settings.ts",
  },
  {
    forbids: /\bconsole\.|\bDeno\.(stdout|stderr)\b|\b(alert|confirm|prompt)\(/,
    why: "only lib/runtime writes to the terminal; a mode prints through it",
    holds: (path) => isProduct(path) && roomOf(path) !== "runtime",
  },
  {
    forbids:
      /\bDeno\.(?!errors\b)|\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\.|\bfetch\(|\bTemporal\.Now\b/,
    why: "the lowest floor is pure: no I/O, no clock, no randomness of its own",
    holds: (path) => path.startsWith("lib/") && placeOf(roomOf(path), HOUSE)?.floor === 0,
  },
  {
    forbids:
      /\b(insert into|delete from|create (temp )?(table|index|view|function)|alter table)\s+\w|\bselect\s[^;.]+?\sfrom\s+\w+|\bupdate\s+\w+\s+set\s/i,
    inside: "strings",
    why: "SQL lives in sql/, lib/store and lib/queue (and the comparison's own counting query)",
    // A mode may show a query to try.
    holds: (path) => path.startsWith("lib/") && !SQL_ROOMS.includes(roomOf(path)),
  },
  {
    forbids: /\bsql\s*(<[^`]*>)?\s*`|\.unsafe\(/,
    why: "SQL lives in sql/, lib/store and lib/queue (and the comparison's own counting query)",
    holds: (path) => isProduct(path) && !SQL_ROOMS.includes(roomOf(path)),
  },
  {
    forbids: /^\s*export\s*\*/m,
    why: "import the file itself: no barrels",
    holds: (path) => isProduct(path) && roomOf(path) !== "std",
  },
];

function isProduct(path: string): boolean {
  return path.startsWith("lib/") || path.startsWith("modes/");
}
