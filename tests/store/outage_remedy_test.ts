import assert from "node:assert/strict";
import { explainOutage, outageRemedy } from "../../lib/store/outage_remedy.ts";

Deno.test("an outage of the embedded server names the server, the command that starts it and its log", () => {
  assert.match(
    outageRemedy({ kind: "embedded", description: "127.0.0.1:15001/postgres" }),
    /^If the embedded PostgreSQL at 127\.0\.0\.1:15001\/postgres has stopped, deno task db start .*\/data\/server\.log\)$/,
  );
});

Deno.test("an outage of another server names that one", () => {
  const remedy = outageRemedy({ kind: "server", description: "db.example.com:5432/posts" });
  assert.match(remedy, /the server at db\.example\.com:5432\/posts has stopped/);
  assert.doesNotMatch(remedy, /db start/);
});

Deno.test("an outage that lasts is told with the server and how to go on, and another failure is none", () => {
  const server = { kind: "server", description: "db.example.com:5432/posts" } as const;
  const refused = Object.assign(new Error("connection refused"), { code: "ECONNREFUSED" });
  assert.match(
    explainOutage(refused, "finish the import", server)?.message ?? "",
    /^Cannot finish the import: .*connection refused.* goes on from there\. .*db\.example\.com:5432\/posts/,
  );
  assert.equal(explainOutage(new Error("a defect"), "finish the import", server), null);
});
