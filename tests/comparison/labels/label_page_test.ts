import assert from "node:assert/strict";
import { type LabelServer, openLabelServer } from "../../../lib/comparison/labels/label_server.ts";
import { LabelSession } from "../../../lib/comparison/labels/label_session.ts";
import { loadLabelCases } from "../../../lib/comparison/labels/load_label_cases.ts";
import { FIELDS } from "../../../lib/schema/field_paths.ts";
import { GoldFieldsSchema } from "../../../lib/schema/gold_label.ts";
import type { Label } from "../../../lib/schema/label.ts";
import { emptyAssignment } from "../../../lib/schema/tuition_assignment.ts";
import type { Sql } from "../../../lib/store/database.ts";
import { loadLabels } from "../../../lib/store/labels.ts";
import { findChromium, openBrowser, type Tab } from "../../support/chromium.ts";
import { storeMessages } from "../../support/stored_messages.ts";
import { storeOutputs } from "../../support/stored_outputs.ts";
import { openTestDatabase, type TestDatabase } from "../../support/test_database.ts";
import { until } from "../../support/until.ts";

const TOKEN = "secret-of-this-test";
const chromium = findChromium();
const POSTS = 6;
/** The fields whose cases are asked for: few enough to know each case. */
const ASKED = FIELDS.filter(({ path }) => ["rate.min", "nearest_mrt"].includes(path));

/** Posts of which A reads the lower rate, B the higher one, and both the same station. */
async function openWorld(test: TestDatabase): Promise<{ session: LabelSession; server: LabelServer }> {
  const ids = await storeMessages(
    test.sql,
    Array.from({ length: POSTS }, (_, n) => ({
      text: `Sec ${
        n + 1
      } Math <b>@</b> Bishan MRT \u{1F4DA}\nRate: $4${n}/hr, or $5${n}/hr\nMonday 7\u20139pm`,
    })),
  );
  const outputs = (low: number) =>
    ids.map((rawId, n) => ({
      rawId,
      output: { rate: { ...emptyAssignment().rate, min: low + n }, nearest_mrt: ["Bishan MRT"] },
    }));
  await storeOutputs(test.sql, "one", outputs(40));
  await storeOutputs(test.sql, "two", outputs(50));
  const session = await openSession(test.sql);
  return { session, server: openLabelServer(session, { port: 0, token: TOKEN, title: "one and two" }) };
}

async function openSession(sql: Sql): Promise<LabelSession> {
  const cases = await loadLabelCases(sql, {
    versionA: "one",
    versionB: "two",
    window: { since: null, until: null },
    channelIds: null,
    fields: ASKED,
    budget: 2 * POSTS,
    seed: 1,
  });
  return new LabelSession(sql, cases, {
    versionA: "one",
    versionB: "two",
    labeler: "kim",
    seed: 1,
    labelSchema: GoldFieldsSchema,
    now: () => new Date(),
  });
}

/** Asks the server as the page does, with these changes. */
async function ask(server: LabelServer, path: string, init: RequestInit = {}): Promise<Response> {
  return await fetch(new URL(path, server.url), {
    ...init,
    headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json", ...init.headers },
  });
}

async function status(response: Promise<Response>): Promise<number> {
  const { status, body } = await response;
  await body?.cancel();
  return status;
}

/** A request with a Host header of one's own, which fetch does not send. */
async function statusUnderHost(server: LabelServer, host: string): Promise<string> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port: Number(new URL(server.url).port) });
  const request = `GET /?token=${TOKEN} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
  await connection.write(new TextEncoder().encode(request));
  const buffer = new Uint8Array(64);
  const count = await connection.read(buffer) ?? 0;
  return new TextDecoder().decode(buffer.subarray(0, count)).slice(9, 12);
}

Deno.test("without the token, under another host name or from another site, nothing is shown and nothing written", async () => {
  await using test = await openTestDatabase();
  const { server } = await openWorld(test);
  await using _closing = server;
  const { port } = new URL(server.url);
  assert.equal(await statusUnderHost(server, `127.0.0.1:${port}`), "200");
  assert.equal(await statusUnderHost(server, `attacker.example:${port}`), "403");
  assert.equal(await statusUnderHost(server, "127.0.0.1"), "403");
  assert.equal(await status(fetch(new URL("/?token=wrong", server.url))), 401);
  assert.equal(await status(fetch(new URL("/cases", server.url))), 401);
  assert.equal(await status(ask(server, "/cases", { headers: { authorization: "Bearer wrong" } })), 401);
  const write = {
    method: "POST",
    body: JSON.stringify({ id: crypto.randomUUID(), case: 0, choice: "left" }),
  };
  assert.equal(
    await status(ask(server, "/labels", { ...write, headers: { origin: "http://attacker.example" } })),
    403,
  );
  assert.equal(
    await status(ask(server, "/labels", { ...write, headers: { "content-type": "text/plain" } })),
    400,
  );
  assert.equal(await status(ask(server, "/labels", { ...write, body: '{"case": 0}' })), 400);
  assert.deepEqual(await loadLabels(test.sql, null), []);
  assert.equal(await status(ask(server, "/labels", write)), 200);
  assert.equal((await loadLabels(test.sql, null)).length, 1);
});

Deno.test("what stands on the left changes from case to case, stays so for a case, and the stored verdict names the version", async () => {
  await using test = await openTestDatabase();
  const { session, server } = await openWorld(test);
  await using _closing = server;
  const cases = await session.loadCases();
  assert.deepEqual(await (await openSession(test.sql)).loadCases(), cases);
  const rates = cases.flatMap((item, index) => item.field === "rate.min" ? [{ item, index }] : []);
  const isAOnLeft = rates.map(({ item }) => item.left?.[0]?.startsWith("4"));
  assert.equal(new Set(isAOnLeft).size, 2);
  for (const [at, { index }] of rates.entries()) {
    await session.save({ id: crypto.randomUUID(), case: index, choice: "left" });
    const label = (await loadLabels(test.sql, null)).find(({ value }) =>
      String(value) === rates[at]?.item.left?.[0]
    );
    assert.equal(label?.verdict, isAOnLeft[at] ? "a" : "b");
    assert.deepEqual([label?.versionA, label?.versionB, label?.labeler], ["one", "two", "kim"]);
  }
});

Deno.test("the values are marked in the post where they stand, and nothing of the post is lost", async () => {
  await using test = await openTestDatabase();
  const { session, server } = await openWorld(test);
  await using _closing = server;
  for (const { post, field, left, right } of await session.loadCases()) {
    assert.match(
      post.map(({ text }) => text).join(""),
      /^Sec \d Math <b>@<\/b> Bishan MRT \u{1F4DA}\n.*\nMonday/u,
    );
    const marked = (mark: string) => post.filter((part) => part.mark === mark).map(({ text }) => text);
    if (field === "rate.min") assert.deepEqual([marked("left"), marked("right")], [left, right]);
    else assert.deepEqual(marked("both"), ["Bishan MRT"]);
  }
});

Deno.test({
  name:
    "keys label in a real browser: each label is in the database, undo takes it back, a reload and a second tab go on" +
    (chromium === null ? " (NOT TRIED: install chromium)" : ""),
  ignore: chromium === null,
  async fn() {
    await using test = await openTestDatabase();
    const { session, server } = await openWorld(test);
    await using _closing = server;
    await using browser = await openBrowser(chromium ?? "");
    const tab = await browser.open(server.url);
    const labels = () => loadLabels(test.sql, null);
    const untilLabels = (count: number) => until(async () => (await labels()).length === count, 10_000);
    const shownCount = (tab: Tab) => tab.evaluate("Number(document.getElementById('bar').value)");
    const question = (tab: Tab) => tab.evaluate("document.getElementById('place').textContent");
    await tab.until("!document.getElementById('main').hidden");
    const cases = await session.loadCases();
    const show = async (tab: Tab, index: number) => {
      while (!String(await question(tab)).includes(`case ${index + 1} of`)) await tab.press("ArrowRight");
    };
    const ofField = (field: string) => cases.flatMap((item, index) => item.field === field ? [index] : []);
    const [first = 0, second = 0, third = 0, fourth = 0, fifth = 0] = ofField("rate.min");
    const [station = 0] = ofField("nearest_mrt");

    await show(tab, first);
    await tab.press("1");
    await untilLabels(1);
    assert.equal(String((await labels())[0]?.value), cases[first]?.left?.[0]);
    assert.notEqual(await question(tab), cases[first]?.place);

    await show(tab, second);
    await tab.press("4");
    await tab.until("document.activeElement.id === 'typed'");
    await tab.type("a lot");
    await tab.press("Enter");
    await tab.until("!document.getElementById('typed-error').hidden");
    assert.equal(await shownCount(tab), 1);
    await tab.evaluate("document.getElementById('typed').select()");
    await tab.type("47.5");
    await tab.press("Enter");
    await untilLabels(2);
    const typed = (await labels()).find(({ value }) => value === 47.5);
    assert.equal(typed?.verdict, "neither");

    await show(tab, third);
    await tab.press("0");
    await untilLabels(3);
    await show(tab, station);
    await tab.press("3");
    await untilLabels(4);
    await tab.press("u");
    await untilLabels(3);
    assert.match(String(await question(tab)), new RegExp(`case ${station + 1} of`));
    await tab.press("1");
    await untilLabels(4);
    const byField = (labels: readonly Label[]) => labels.find(({ field }) => field === "nearest_mrt");
    assert.deepEqual([byField(await labels())?.verdict, byField(await labels())?.value], ["both", [
      "Bishan MRT",
    ]]);
    await tab.until("document.getElementById('bar').value === 4");

    await tab.reload();
    await tab.until("document.getElementById('bar').value === 4");
    await show(tab, second);
    await tab.until("document.querySelector('[data-choice=neither]').classList.contains('chosen')");

    // A second tab of the same page hears of it, and the other way round.
    const other = await browser.open(server.url);
    await other.until("document.getElementById('bar').value === 4");
    await show(other, fourth);
    await other.press("2");
    await untilLabels(5);
    await tab.until("document.getElementById('bar').value === 5");

    // Without the server a label waits, also across keys; then it is written once.
    await tab.setOffline(true);
    await show(tab, fifth);
    await tab.press("2");
    await tab.until("!document.getElementById('trouble').hidden");
    assert.equal(await shownCount(tab), 6);
    assert.equal((await labels()).length, 5);
    await tab.setOffline(false);
    await untilLabels(6);
    await tab.until("document.getElementById('trouble').hidden");
    assert.deepEqual(browser.troubles, []);
  },
});
