import { formatDatabaseUrl, parseDatabaseUrl } from "../../lib/store/server_address.ts";

/** A pgbouncer in transaction mode before the server of a connection string. */
export interface Pgbouncer extends AsyncDisposable {
  /** The connection string, through it. */
  readonly url: string;
}

const PLACES = [
  "/usr/sbin/pgbouncer",
  "/usr/bin/pgbouncer",
  "/usr/local/bin/pgbouncer",
  "/opt/homebrew/bin/pgbouncer",
];
/** It refuses to run as root; Debian's nobody. */
const NOBODY = { uid: 65534, gid: 65534 };

/** Where pgbouncer is installed, or null. */
export function findPgbouncer(): string | null {
  return PLACES.find((place) => {
    try {
      return Deno.statSync(place).isFile;
    } catch {
      return false;
    }
  }) ?? null;
}

/** Starts a pgbouncer of its own on a free port, with `poolSize` server connections, and waits until it answers. */
export async function startPgbouncer(
  program: string,
  databaseUrl: string,
  poolSize: number,
): Promise<Pgbouncer> {
  const address = parseDatabaseUrl(databaseUrl);
  const folder = await Deno.makeTempDir({ prefix: "resift_pgbouncer_" });
  const port = freePort();
  await Deno.writeTextFile(`${folder}/users.txt`, `${quote(address.user)} ${quote(address.password)}\n`);
  await Deno.writeTextFile(
    `${folder}/pgbouncer.ini`,
    [
      "[databases]",
      `* = host=${address.host} port=${address.port}`,
      "[pgbouncer]",
      "listen_addr = 127.0.0.1",
      `listen_port = ${port}`,
      "unix_socket_dir =",
      "auth_type = plain",
      `auth_file = ${folder}/users.txt`,
      "pool_mode = transaction",
      `default_pool_size = ${poolSize}`,
      "",
    ].join("\n"),
  );
  const isRoot = Deno.uid() === 0;
  if (isRoot) {
    for (const path of [folder, `${folder}/users.txt`, `${folder}/pgbouncer.ini`]) {
      await Deno.chown(path, NOBODY.uid, NOBODY.gid);
    }
  }
  const child = new Deno.Command(program, {
    args: ["-q", `${folder}/pgbouncer.ini`],
    stdin: "null",
    stdout: "null",
    stderr: "null",
    // The checkout may lie where "nobody" cannot go.
    cwd: folder,
    ...(isRoot && NOBODY),
  }).spawn();
  const stop = async () => {
    child.kill("SIGKILL");
    await child.status;
    await Deno.remove(folder, { recursive: true });
  };
  try {
    await waitForPort(port);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url: formatDatabaseUrl({ ...address, host: "127.0.0.1", port }),
    [Symbol.asyncDispose]: stop,
  };
}

function quote(text: string | null | undefined): string {
  return `"${(text ?? "").replaceAll('"', '""')}"`;
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

async function waitForPort(port: number): Promise<void> {
  const giveUpAt = performance.now() + 10_000;
  while (true) {
    try {
      (await Deno.connect({ hostname: "127.0.0.1", port })).close();
      return;
    } catch (error) {
      if (performance.now() > giveUpAt) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}
