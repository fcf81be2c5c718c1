import { chooseFreePort } from "../runtime/choose_free_port.ts";
import { writeConfiguration } from "./embedded_configuration.ts";
import {
  type EmbeddedConnection,
  randomPassword,
  readEmbeddedConnection,
  writeEmbeddedConnection,
} from "./embedded_connection.ts";
import { dataFolder, initialiseData, serverLog } from "./embedded_data.ts";
import { explainFailure } from "./embedded_failure.ts";
import { underLock } from "./embedded_lock.ts";
import type { EmbeddedPlace } from "./embedded_place.ts";
import { clearDeadPostmaster, readPostmaster } from "./embedded_postmaster.ts";
import { runProgram } from "./embedded_program.ts";
import { unpackPostgres } from "./embedded_software.ts";
import { pathExists } from "./path_exists.ts";

/** Recovery after a crash replays at most 2 GB of log. */
const START_MAY_TAKE_SECONDS = 120;
const STOP_MAY_TAKE_SECONDS = 60;
const PORTS_TO_TRY = 5;
const LOG_LIMIT_BYTES = 10_000_000;

/**
 * Makes sure that the place's server runs and tells how to reach it. Any number of processes may ask at once: one
 * unpacks, makes the data and starts the server, the others wait for it. The server outlives this process.
 *
 * @throws {UserError} If it cannot run here; the message says why and what to do.
 */
export function startEmbeddedServer(place: EmbeddedPlace): Promise<EmbeddedConnection> {
  return explainFailure("start", place, () =>
    underLock(`${place.home}/lock`, async () => {
      const programs = await unpackPostgres(place);
      const connection = readEmbeddedConnection(place) ??
        rememberConnection(place, { port: chooseFreePort(null), password: randomPassword() });
      await initialiseData(place, programs, connection);
      const port = await waitUntilReady(place, programs) ??
        await startOnFreePort(place, programs, connection);
      return port === connection.port ? connection : rememberConnection(place, { ...connection, port });
    }));
}

/**
 * Stops the place's server, at once: those who are connected lose their connection, nothing acknowledged is lost.
 *
 * @returns False if it did not run.
 */
export function stopEmbeddedServer(place: EmbeddedPlace): Promise<boolean> {
  return explainFailure("stop", place, async () => {
    if (!pathExists(dataFolder(place))) return false;
    return await underLock(`${place.home}/lock`, async () => {
      const programs = await unpackPostgres(place);
      await clearDeadPostmaster(place);
      if (!await isRunning(place, programs)) return false;
      const waiting = ["--wait", "--timeout", String(STOP_MAY_TAKE_SECONDS)];
      const { code, output } = await runProgram(place, `${programs}/pg_ctl`, [
        ...["stop", "--mode", "fast", ...waiting, "--pgdata", dataFolder(place)],
      ]);
      if (code !== 0) throw new Error(`pg_ctl stop ended with ${code}: ${output}`);
      return true;
    });
  });
}

async function isRunning(place: EmbeddedPlace, programs: string): Promise<boolean> {
  const { code } = await runProgram(place, `${programs}/pg_ctl`, ["status", "--pgdata", dataFolder(place)]);
  return code === 0;
}

/** Starts the server on its remembered port, or on another where that was taken in the meantime; returns the port. */
async function startOnFreePort(
  place: EmbeddedPlace,
  programs: string,
  { port: remembered }: EmbeddedConnection,
): Promise<number> {
  const log = serverLog(place);
  const logBefore = keepLogShort(log);
  for (let attempt = 1;; attempt++) {
    const port = chooseFreePort(attempt === 1 ? remembered : null);
    writeConfiguration(place, port);
    const waiting = ["--wait", "--timeout", String(START_MAY_TAKE_SECONDS)];
    const { code, output } = await runProgram(place, `${programs}/pg_ctl`, [
      ...["start", ...waiting, "--log", log, "--pgdata", dataFolder(place)],
    ]);
    if (code === 0) return port;
    const logged = pathExists(log) ? Deno.readTextFileSync(log).slice(logBefore) : "";
    if (!/address already in use/i.test(logged) || attempt === PORTS_TO_TRY) {
      throw new Error(`pg_ctl start ended with ${code}: ${output}\n${logged.trim()}`);
    }
  }
}

/**
 * Waits for a server that runs already and returns its port; null if none runs. Only a connection proves one: a process
 * that was killed closes its sockets before it is gone, and until then PostgreSQL's own file calls it ready.
 */
async function waitUntilReady(place: EmbeddedPlace, programs: string): Promise<number | null> {
  const deadline = performance.now() + START_MAY_TAKE_SECONDS * 1000;
  for (;;) {
    await clearDeadPostmaster(place);
    if (!await isRunning(place, programs)) return null;
    const postmaster = readPostmaster(place);
    if (postmaster?.ready && await isListening(postmaster.port)) return postmaster.port;
    if (performance.now() > deadline) {
      throw new Error(`the server has not been ready for ${START_MAY_TAKE_SECONDS} s`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function isListening(port: number): Promise<boolean> {
  try {
    (await Deno.connect({ hostname: "127.0.0.1", port })).close();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.ConnectionRefused) return false;
    throw error;
  }
}

function rememberConnection(place: EmbeddedPlace, connection: EmbeddedConnection): EmbeddedConnection {
  writeEmbeddedConnection(place, connection);
  return connection;
}

/** Sets a long log aside, replacing the one before; returns the length of what is left. */
function keepLogShort(log: string): number {
  const size = pathExists(log) ? Deno.statSync(log).size : 0;
  if (size <= LOG_LIMIT_BYTES) return size;
  Deno.renameSync(log, `${log}.old`);
  return 0;
}
