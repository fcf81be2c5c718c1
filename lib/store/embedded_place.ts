import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { sha256Hex } from "../core/fingerprint.ts";

/** Where one embedded server keeps everything of its own, and as whom it runs. */
export interface EmbeddedPlace {
  /** Holds the data with the log, and the connection file. */
  readonly home: string;
  /** Holds PostgreSQL's programs, a folder a version. */
  readonly software: string;
  /** PostgreSQL refuses to run as root: a root process runs it as another user. */
  readonly runAs: { readonly uid: number; readonly gid: number } | null;
  /** False leaves out every fsync: for a server whose data may be lost, such as that of the tests. */
  readonly durable: boolean;
}

/** Outside of every home folder, so that `nobody` gets there. */
const SYSTEM_FOLDER = "/var/lib/resift";
const CHECKOUT = fileURLToPath(new URL("../..", import.meta.url)).replace(/(?<=.)\/$/, "");
const NOBODY = { uid: 65534, gid: 65534 };
const OTHERS_MAY_ENTER = 0o001;

/**
 * Chooses the place of a checkout's server: `.data/<name>`; for root, where `nobody` cannot get through to that
 * folder, `/var/lib/resift/<hash of the checkout's path>/<name>`, with programs that all such checkouts share. Data
 * that is there already stays where it is and goes on under its owner.
 */
export function chooseEmbeddedPlace(
  name = "postgres",
  { durable = true, checkout = CHECKOUT }: { durable?: boolean; checkout?: string } = {},
): EmbeddedPlace {
  const nearHome = `${checkout}/.data/${name}`;
  const near = { home: nearHome, software: nearHome, durable };
  if (Deno.uid() !== 0) return { ...near, runAs: null };
  const farHome = `${SYSTEM_FOLDER}/${sha256Hex(checkout).slice(0, 12)}/${name}`;
  const far = { home: farHome, software: SYSTEM_FOLDER, durable };
  for (const place of [near, far]) {
    const data = statOrNull(`${place.home}/data`);
    if (data) return { ...place, runAs: ownerOf(data) };
  }
  return { ...everyoneMayEnter(dirname(nearHome)) ? near : far, runAs: NOBODY };
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
