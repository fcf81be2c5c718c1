import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { sha256Hex } from "../core/fingerprint.ts";

/** Where one embedded server keeps everything of its own, and as whom it runs. */
export interface EmbeddedPlace {
  /** Holds the programs, the data with the log, and the connection file. */
  readonly home: string;
  /** PostgreSQL refuses to run as root: a root process runs it as another user. */
  readonly runAs: { readonly uid: number; readonly gid: number } | null;
  /** False leaves out every fsync: for a server whose data may be lost, such as that of the tests. */
  readonly durable: boolean;
}

const CHECKOUT = fileURLToPath(new URL("../..", import.meta.url)).replace(/(?<=.)\/$/, "");
const NOBODY = { uid: 65534, gid: 65534 };
const OTHERS_MAY_ENTER = 0o001;

/**
 * Chooses the place of a checkout's server: `.data/<name>`; for root, where `nobody` cannot get through to that
 * folder, `/var/lib/resift/<hash of the checkout's path>/<name>`. Data that is there already stays where it is and
 * goes on under its owner.
 */
export function chooseEmbeddedPlace(
  name = "postgres",
  { durable = true, checkout = CHECKOUT }: { durable?: boolean; checkout?: string } = {},
): EmbeddedPlace {
  const near = `${checkout}/.data/${name}`;
  if (Deno.uid() !== 0) return { home: near, runAs: null, durable };
  const far = `/var/lib/resift/${sha256Hex(checkout).slice(0, 12)}/${name}`;
  for (const home of [near, far]) {
    const data = statOrNull(`${home}/data`);
    if (data) return { home, runAs: ownerOf(data), durable };
  }
  return { home: everyoneMayEnter(dirname(near)) ? near : far, runAs: NOBODY, durable };
}

function ownerOf({ uid, gid }: Deno.FileInfo): { uid: number; gid: number } {
  return uid && gid !== null ? { uid, gid } : NOBODY;
}

/** True if each folder on the way down to `folder`, as far as it exists, lets any user through. */
function everyoneMayEnter(folder: string): boolean {
  for (let current = folder;; current = dirname(current)) {
    const mode = statOrNull(current)?.mode ?? OTHERS_MAY_ENTER;
    if ((mode & OTHERS_MAY_ENTER) === 0) return false;
    if (current === dirname(current)) return true;
  }
}

function statOrNull(path: string): Deno.FileInfo | null {
  try {
    return Deno.statSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
