/** Below the range from which systems take the ports of outgoing connections, so that those rarely get in the way. */
const LOWEST_PORT = 15_000;
const HIGHEST_PORT = 29_999;

/** The preferred port if nothing listens on it, else a free one chosen at random. */
export function chooseFreePort(preferred: number | null): number {
  if (preferred !== null && isFree(preferred)) return preferred;
  for (;;) {
    const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
    const port = LOWEST_PORT + random % (HIGHEST_PORT - LOWEST_PORT + 1);
    if (isFree(port)) return port;
  }
}

function isFree(port: number): boolean {
  try {
    Deno.listen({ hostname: "127.0.0.1", port }).close();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) return false;
    throw error;
  }
}
