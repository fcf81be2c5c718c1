import { UserError } from "../core/errors.ts";
import { dataFolder } from "./embedded_data.ts";
import type { EmbeddedPlace } from "./embedded_place.ts";
import { pathExists } from "./path_exists.ts";

/** What the server's own file says of its first process. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** The System V shared memory that every one of its processes attaches to; null where there is none. */
  readonly sharedMemoryId: number | null;
  readonly ready: boolean;
}

const ORPHANS_MAY_TAKE_MS = 10_000;

/** Reads `postmaster.pid`; null if the server has been stopped properly or was never started. */
export function readPostmaster(place: EmbeddedPlace): Postmaster | null {
  const path = postmasterFile(place);
  if (!pathExists(path)) return null;
  const lines = Deno.readTextFileSync(path).split("\n").map((line) => line.trim());
  const sharedMemoryId = /^\d+\s+(\d+)$/.exec(lines[6] ?? "")?.[1];
  return {
    pid: Number(lines[0]),
    port: Number(lines[3]),
    sharedMemoryId: sharedMemoryId === undefined ? null : Number(sharedMemoryId),
    ready: lines[7] === "ready",
  };
}

/**
 * Removes what a killed server left behind, where PostgreSQL itself could not tell that it is dead: a process that
 * nobody reaped (as under a container's PID 1 that is no init) or whose number another program got still answers a
 * signal, so that `pg_ctl` takes it for a running server.
 *
 * `postmaster.pid` guards against two servers on the same data, so it goes only after the last process of the old
 * one has let go of the shared memory.
 *
 * @throws {UserError} If a process of the dead server stays.
 */
export async function clearDeadPostmaster(place: EmbeddedPlace): Promise<void> {
  const postmaster = readPostmaster(place);
  if (postmaster === null || !isDeadForSure(postmaster.pid)) return;
  const deadline = performance.now() + ORPHANS_MAY_TAKE_MS;
  while (sharedMemoryUsers(postmaster.sharedMemoryId) > 0) {
    if (performance.now() > deadline) {
      throw new UserError(
        `Cannot start the embedded PostgreSQL: its first process ${postmaster.pid} is dead, but others still work in ` +
          `${dataFolder(place)}; end those processes and run again`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  Deno.removeSync(postmasterFile(place));
}

/**
 * Only a zombie or another program counts. A process that is simply gone PostgreSQL notices by itself, and where
 * /proc is missing or hidden nothing is known.
 */
function isDeadForSure(pid: number): boolean {
  const [, program, state = ""] = /^\d+ \((.*)\) (\w)/s.exec(readProc(`/proc/${pid}/stat`) ?? "") ?? [];
  return program !== undefined && (program !== "postgres" || "ZX".includes(state));
}

/** How many processes are attached; where that cannot be known, one is assumed. */
function sharedMemoryUsers(id: number | null): number {
  const table = readProc("/proc/sysvipc/shm")?.trim().split("\n").map((line) => line.trim().split(/\s+/));
  const [header, ...rows] = table ?? [];
  if (id === null || header === undefined) return 1;
  const row = rows.find((cells) => cells[header.indexOf("shmid")] === String(id));
  return Number(row?.[header.indexOf("nattch")] ?? 0);
}

function readProc(path: string): string | null {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return null;
  }
}

function postmasterFile(place: EmbeddedPlace): string {
  return `${dataFolder(place)}/postmaster.pid`;
}
