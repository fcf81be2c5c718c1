import { dirname } from "node:path";
import { dataFolder } from "../../lib/store/embedded_data.ts";
import { embeddedAddress } from "../../lib/store/embedded_connection.ts";
import { chooseEmbeddedPlace, type EmbeddedPlace } from "../../lib/store/embedded_place.ts";
import { readPostmaster } from "../../lib/store/embedded_postmaster.ts";
import { runProgram } from "../../lib/store/embedded_program.ts";
import { startEmbeddedServer } from "../../lib/store/embedded_server.ts";
import { unpackPostgres } from "../../lib/store/embedded_software.ts";
import { pathExists } from "../../lib/store/path_exists.ts";
import { formatDatabaseUrl } from "../../lib/store/server_address.ts";
import { mountSmallDisk, type SmallDisk, unmountSmallDisk } from "./small_disk.ts";

/** A PostgreSQL server of this run's own, durable like a user's, that may be mistreated. */
export interface ChaosServer {
  readonly url: string;
  /** The disk that its data is on, or why it has none of its own. */
  readonly disk: SmallDisk | string;
  stop(mode: "fast" | "immediate"): Promise<void>;
  /** Starts it if it does not run and waits until it is ready. */
  start(): Promise<void>;
  /** Ends it and removes all that it left, without waiting for anything: for a way out that cannot wait either. */
  removeAtOnce(): void;
}

/** What a small disk has room for; the settings of a user's server would fill it with log. */
const SMALL_SETTINGS = [
  "max_wal_size = '64MB'",
  "min_wal_size = '32MB'",
  "shared_buffers = '32MB'",
  "checkpoint_timeout = '30s'",
];

const PREFIX = "resift_chaos_";
const OWNER_FILE = "owner.pid";

/** Makes and starts the server in a new folder, on a small disk where one can be had; removes those of runs that were killed. */
export async function openChaosServer(): Promise<ChaosServer> {
  const folder = await Deno.makeTempDir({ prefix: PREFIX });
  removeLeftovers(dirname(folder));
  await Deno.chmod(folder, 0o755);
  const disk = mountSmallDisk(folder);
  Deno.writeTextFileSync(`${folder}/${OWNER_FILE}`, String(Deno.pid));
  const place = placeIn(folder);
  const removeAtOnce = () => removeServer(folder);
  try {
    const programs = await unpackPostgres(place);
    const stop = async (mode: "fast" | "immediate") => {
      const { code, output } = await runProgram(place, `${programs}/pg_ctl`, [
        ...["stop", "--mode", mode, "--wait", "--timeout", "30", "--pgdata", dataFolder(place)],
      ]);
      if (code !== 0) throw new Error(`pg_ctl stop ended with ${code}: ${output}`);
    };
    const connection = await startEmbeddedServer(place);
    await stop("fast");
    Deno.writeTextFileSync(`${dataFolder(place)}/postgresql.auto.conf`, `${SMALL_SETTINGS.join("\n")}\n`);
    await startEmbeddedServer(place);
    return {
      url: formatDatabaseUrl(embeddedAddress(connection)),
      disk,
      stop,
      async start() {
        const { port } = await startEmbeddedServer(place);
        if (port !== connection.port) throw new Error(`another program took port ${connection.port}`);
      },
      removeAtOnce,
    };
  } catch (error) {
    removeAtOnce();
    throw error;
  }
}

function placeIn(folder: string): EmbeddedPlace {
  return { ...chooseEmbeddedPlace("test_postgres"), home: `${folder}/server`, durable: true };
}

function removeLeftovers(parent: string): void {
  for (const { name } of Deno.readDirSync(parent)) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = `${parent}/${name}`;
    const owner = readTextOrNull(`${folder}/${OWNER_FILE}`);
    if (owner !== null && Deno.build.os === "linux" && !pathExists(`/proc/${owner}`)) removeServer(folder);
  }
}

function removeServer(folder: string): void {
  try {
    const postmaster = readPostmaster(placeIn(folder));
    // An immediate shutdown: it takes its sessions and its shared memory along.
    if (postmaster !== null) Deno.kill(postmaster.pid, "SIGQUIT");
  } catch {
    // It is gone already, or its data is.
  }
  unmountSmallDisk(folder);
  // A server that is just ending may still write.
  for (let tries = 1; tries <= 20 && pathExists(folder); tries++) {
    try {
      Deno.removeSync(folder, { recursive: true });
    } catch {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    }
  }
}

function readTextOrNull(path: string): string | null {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return null;
  }
}
