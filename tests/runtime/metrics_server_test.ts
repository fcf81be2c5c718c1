import assert from "node:assert/strict";
import { UserError } from "../../lib/core/errors.ts";
import { openMetricsServer, type PartHealth } from "../../lib/runtime/metrics_server.ts";

const HOST = { host: "127.0.0.1", port: 0, metrics: () => [], health: () => Promise.resolve({}) };

async function ask(url: string, init?: RequestInit): Promise<{ status: number; body: string; type: string }> {
  const response = await fetch(url, init);
  return {
    status: response.status,
    body: await response.text(),
    type: response.headers.get("content-type") ?? "",
  };
}

Deno.test("health is 200 while all parts are well and 503 with the reason where one is not", async () => {
  let tail: PartHealth = { ok: true, reason: "well" };
  await using server = openMetricsServer({ ...HOST, health: () => Promise.resolve({ tail }) });
  const well = await ask(`${server.url}/health`);
  assert.deepEqual([well.status, JSON.parse(well.body)], [200, { status: "ok", tail }]);
  tail = { ok: false, reason: "silent for 200 s" };
  const ill = await ask(`${server.url}/health`);
  assert.deepEqual([ill.status, JSON.parse(ill.body)], [503, { status: "failing", tail }]);
});

Deno.test("metrics are served as Prometheus' text, and nothing else is there", async () => {
  let value = 1;
  await using server = openMetricsServer({
    ...HOST,
    metrics: () => [{ name: "x", help: "x", type: "gauge", samples: [{ value }] }],
  });
  const first = await ask(`${server.url}/metrics`);
  assert.deepEqual([first.status, first.type], [200, "text/plain; version=0.0.4; charset=utf-8"]);
  assert.match(first.body, /^x 1$/m);
  value = 2;
  assert.match((await ask(`${server.url}/metrics`)).body, /^x 2$/m);
  assert.equal((await ask(`${server.url}/else`)).status, 404);
  assert.equal((await ask(`${server.url}/metrics`, { method: "POST" })).status, 405);
});

Deno.test("a port that is taken is a user's mistake", async () => {
  await using server = openMetricsServer(HOST);
  const port = Number(new URL(server.url).port);
  assert.throws(
    () => openMetricsServer({ ...HOST, port }),
    (error) => error instanceof UserError && /METRICS_PORT/.test(error.message),
  );
});
