import { errorMessage, UserError } from "../core/errors.ts";
import { formatMetrics, type Metric, METRICS_TYPE } from "./metrics.ts";

/** How a part of a process is. */
export interface PartHealth {
  readonly ok: boolean;
  /** In words: `no sign of life from Telegram for 200 s`. */
  readonly reason: string;
}

export interface MetricsServerOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Asked at each look, and no more often. */
  readonly metrics: () => readonly Metric[];
  /** By the names of the parts. */
  readonly health: () => Promise<Readonly<Record<string, PartHealth>>>;
}

/** A server of `/health` and `/metrics`, until it is disposed of. */
export interface MetricsServer extends AsyncDisposable {
  /** `http://127.0.0.1:9464`. */
  readonly url: string;
}

/**
 * Opens the server: `/metrics` is for Prometheus; `/health` is 200 while all parts are well, else 503, with the reasons as JSON.
 *
 * @throws {UserError} If it cannot listen there.
 */
export function openMetricsServer({ host, port, metrics, health }: MetricsServerOptions): MetricsServer {
  const answer = async (request: Request): Promise<Response> => {
    if (request.method !== "GET" && request.method !== "HEAD") return text(405, "Only GET is answered\n");
    switch (new URL(request.url).pathname) {
      case "/metrics":
        return new Response(formatMetrics(metrics()), { headers: { "content-type": METRICS_TYPE } });
      case "/health": {
        const parts = await health();
        const ok = Object.values(parts).every((part) => part.ok);
        return Response.json({ status: ok ? "ok" : "failing", ...parts }, { status: ok ? 200 : 503 });
      }
      default:
        return text(404, "There are /health and /metrics\n");
    }
  };
  const server = listen(host, port, answer);
  const shownHost = host.includes(":") ? `[${host}]` : host;
  return {
    url: `http://${shownHost}:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

function listen(
  hostname: string,
  port: number,
  answer: (request: Request) => Promise<Response>,
): Deno.HttpServer<Deno.NetAddr> {
  try {
    return Deno.serve({
      hostname,
      port,
      onListen: () => {},
      onError: (error) => text(500, `${errorMessage(error)}\n`),
    }, answer);
  } catch (error) {
    throw new UserError(
      `Cannot listen on ${hostname}:${port} for metrics: ${
        errorMessage(error)
      }; set METRICS_PORT to a free port, ` +
        "and METRICS_HOST to an address of this machine",
      { cause: error },
    );
  }
}

function text(status: number, body: string): Response {
  return new Response(body, { status, headers: { "content-type": "text/plain; charset=utf-8" } });
}
