import assert from "node:assert/strict";
import { acquireLease, extendLease, releaseLease } from "../../lib/store/leases.ts";
import { openTestDatabase } from "../support/test_database.ts";

const LIVE = { name: "telegram_session:1", holder: "here:1", purpose: "live", leaseSeconds: 60 };
const BACKFILL = { ...LIVE, holder: "there:2", purpose: "backfill" };

Deno.test("a lease has one holder, who can keep it and give it back; others are told who it is", async () => {
  await using test = await openTestDatabase();
  const taken = await acquireLease(test.sql, LIVE);
  assert("token" in taken);
  const refused = await acquireLease(test.sql, BACKFILL);
  assert("heldBy" in refused);
  assert.equal(refused.heldBy.holder, "here:1");
  assert.equal(refused.heldBy.purpose, "live");
  assert(refused.heldBy.secondsLeft > 50 && refused.heldBy.secondsLeft <= 60);
  assert("token" in await acquireLease(test.sql, { ...BACKFILL, name: "telegram_session:2" }));

  assert.equal(await extendLease(test.sql, LIVE.name, taken.token, 60), true);
  await releaseLease(test.sql, LIVE.name, taken.token);
  assert("token" in await acquireLease(test.sql, BACKFILL));
  assert.equal(await extendLease(test.sql, LIVE.name, taken.token, 60), false);
});

Deno.test("a lease that ran out is free, and its late holder can neither keep it nor give away that of the next", async () => {
  await using test = await openTestDatabase();
  const first = await acquireLease(test.sql, { ...LIVE, leaseSeconds: -1 });
  assert("token" in first);
  assert.equal(await extendLease(test.sql, LIVE.name, first.token, -1), true, "nobody took it");
  const second = await acquireLease(test.sql, BACKFILL);
  assert("token" in second);
  assert.notEqual(second.token, first.token);
  assert.equal(await extendLease(test.sql, LIVE.name, first.token, 60), false);
  await releaseLease(test.sql, LIVE.name, first.token);
  assert.equal(await extendLease(test.sql, LIVE.name, second.token, 60), true);
});

Deno.test("of many who want a lease at once one gets it", async () => {
  await using test = await openTestDatabase();
  const wishes = Array.from({ length: 12 }, (_, index) => ({ ...LIVE, holder: `here:${index}` }));
  const answers = await Promise.all(wishes.map((wish) => acquireLease(test.sql, wish)));
  assert.equal(answers.filter((answer) => "token" in answer).length, 1);
});

Deno.test("a holder whose answer was lost takes its lease again", async () => {
  await using test = await openTestDatabase();
  assert("token" in await acquireLease(test.sql, LIVE));
  assert("token" in await acquireLease(test.sql, LIVE));
});
