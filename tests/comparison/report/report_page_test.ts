import { createHash } from "node:crypto";
import assert from "node:assert/strict";
import { DOMParser } from "linkedom";
import { writeComparison, type WrittenComparison } from "../../../lib/comparison/write_comparison.ts";
import { emptyAssignment } from "../../../lib/schema/tuition_assignment.ts";
import { findChromium, openBrowser, type Tab } from "../../support/chromium.ts";
import { storeMessages } from "../../support/stored_messages.ts";
import { storeOutputs } from "../../support/stored_outputs.ts";
import { openTestDatabase, type TestDatabase } from "../../support/test_database.ts";

const chromium = findChromium();
const HOSTILE = `<script>globalThis.isHarmed = true</script><img src=x onerror="globalThis.isHarmed = true">`;
const RIGHT_TO_LEFT = "\u202Eמורה <b>ל</b>מתמטיקה";
const POSTS = 12;

/** Posts of two channels of which A and B read the rate and the remarks differently; the second channel's name is hostile. */
async function writeReport(test: TestDatabase, folder: string): Promise<WrittenComparison> {
  const outputs: { rawId: number; n: number }[] = [];
  for (
    const [channelId, title] of [[-1001, "Plain Agency"], [-1002, `${RIGHT_TO_LEFT}${HOSTILE}`]] as const
  ) {
    const ids = await storeMessages(
      test.sql,
      Array.from({ length: POSTS }, (_, n) => ({
        text: `${HOSTILE}\n${RIGHT_TO_LEFT}\nCafé number ${n} in Bishan\nRate: $4${n}/hr, or $5${n}/hr`,
      })),
      channelId,
    );
    await test.sql`update telegram_channels set title = ${title}, channel_link = ${`t.me/c${-channelId}`}
      where channel_id = ${channelId}`;
    outputs.push(...ids.map((rawId, n) => ({ rawId, n })));
  }
  const versionOf = (low: number, additional_remarks: string | null) =>
    outputs.map(({ rawId, n }) => ({
      rawId,
      output: { rate: { ...emptyAssignment().rate, min: low + n }, additional_remarks },
    }));
  await storeOutputs(test.sql, "one", versionOf(40, HOSTILE));
  await storeOutputs(test.sql, "two", versionOf(50, null));
  return await writeComparison(test.sql, {
    versionA: "one",
    versionB: "two",
    window: { since: null, until: null },
    channelIds: null,
    comparedAt: new Date("2026-02-01T00:00:00Z"),
  }, folder);
}

async function withReport(use: (written: WrittenComparison) => Promise<void>): Promise<void> {
  await using test = await openTestDatabase();
  const folder = await Deno.makeTempDir();
  try {
    await use(await writeReport(test, folder));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("posts, values and names are shown as they are, never as markup, and only the page's own script may run", async () => {
  await withReport(async ({ reportPath, disagreements }) => {
    const document = new DOMParser().parseFromString(await Deno.readTextFile(reportPath), "text/html");
    assert.equal(document.querySelectorAll("script").length, 1);
    assert.equal(document.querySelectorAll("img, iframe, link, object, [onerror]").length, 0);
    assert.equal(document.querySelectorAll("pre b").length, 0);
    const hash = createHash("sha256").update(document.querySelector("script")?.textContent ?? "").digest(
      "base64",
    );
    const policy = document.querySelector("meta[http-equiv]")?.getAttribute("content") ?? "";
    assert.match(policy, /^default-src 'none';/);
    assert.ok(policy.includes(`script-src 'sha256-${hash}';`));
    assert.equal(document.querySelectorAll(".case").length, disagreements.length);
    assert.ok(document.querySelector("pre")?.textContent.includes(`${HOSTILE}\n${RIGHT_TO_LEFT}`));
  });
});

Deno.test("both values are marked in the post, and the post's address stands beside it", async () => {
  await withReport(async ({ reportPath }) => {
    const document = new DOMParser().parseFromString(await Deno.readTextFile(reportPath), "text/html");
    const found = document.querySelector('.case[data-field="rate.min"][data-channel="-1001"]');
    const [a, b] = [...found?.querySelectorAll("dd") ?? []].map(({ textContent }) => textContent);
    assert.equal(found?.querySelector("mark.in-a")?.textContent, a);
    assert.equal(found?.querySelector("mark.in-b")?.textContent, b);
    assert.match(found?.querySelector("a")?.getAttribute("href") ?? "", /^https:\/\/t\.me\/c1001\/\d+$/);
  });
});

Deno.test("the verdict counts the fields that differ apart from those of which too few are known", async () => {
  await withReport(async ({ reportPath, comparison }) => {
    const words = ["rate.min", "additional_remarks"].map((path) => comparison.fields[path]?.words);
    assert.deepEqual(words, [["differs", "undecided"], ["undecided"]]);
    const document = new DOMParser().parseFromString(await Deno.readTextFile(reportPath), "text/html");
    const tiles = [...document.querySelectorAll(".figures li")].map(({ textContent }) => textContent);
    assert.match(tiles.at(-1) ?? "", /^1 of \d+ fields differ, 1 too few to tell$/);
  });
});

Deno.test("the contents name every section, and every section has its heading", async () => {
  await withReport(async ({ reportPath }) => {
    const document = new DOMParser().parseFromString(await Deno.readTextFile(reportPath), "text/html");
    const ids = [...document.querySelectorAll("main h2")].map(({ id }) => `#${id}`);
    assert.equal(ids[0], "#verdict");
    assert.deepEqual(
      [...document.querySelectorAll("#contents a")].map((link) => link.getAttribute("href")),
      ids,
    );
  });
});

Deno.test({
  name:
    "in a real browser the disagreements can be searched, nothing harmful runs and nothing is wider than a phone" +
    (chromium === null ? " (NOT TRIED: install chromium)" : ""),
  ignore: chromium === null,
  async fn() {
    await withReport(async ({ reportPath, disagreements, comparison }) => {
      await using browser = await openBrowser(chromium ?? "");
      const url = `file://${reportPath}`;
      const tab = await browser.open(url);
      const all = disagreements.length;
      await tab.setSize(390, 800);
      assert.equal(await tab.evaluate("document.getElementById('find').hidden"), false);
      assert.equal(await shownCases(tab), all);
      assert.equal(await tab.evaluate("document.querySelectorAll('.group[open]').length"), 0);
      assert.equal(await tab.evaluate("document.documentElement.scrollWidth <= 390"), true);

      await tab.press("/");
      await tab.until("document.activeElement.name === 'words'");
      await tab.type("CAFE number 3 bishan");
      const ofThree = disagreements.filter(({ messageId }) => messageId === 4).length;
      await tab.until(`document.querySelector('output').textContent === '${ofThree} of ${all} shown'`);
      assert.equal(await shownCases(tab), ofThree);
      assert.equal(await tab.evaluate("document.documentElement.scrollWidth <= 390"), true);

      await tab.type(" nowhere");
      await tab.until("!document.getElementById('no-match').hidden");
      assert.equal(await shownCases(tab), 0);
      await tab.press("Escape");
      await tab.until("document.getElementById('no-match').hidden");
      assert.equal(await shownCases(tab), all);
      assert.equal(await tab.evaluate("location.hash"), "");
      assert.equal(await tab.evaluate("document.querySelectorAll('.group[open]').length"), 0);

      await choose(tab, "kind", "b_null");
      const withoutB = disagreements.filter(({ kind }) => kind === "b_null").length;
      assert.equal(await shownCases(tab), withoutB);
      assert.equal(
        await tab.evaluate(
          "[...document.querySelectorAll('.case:not([hidden])')].every((c) => c.dataset.kind === 'b_null')",
        ),
        true,
      );
      assert.match(
        String(await tab.evaluate("document.querySelector('[name=kind]').selectedOptions[0].text")),
        new RegExp(`\\(${withoutB}\\)$`),
      );
      await choose(tab, "channel", "-1002");
      const left = disagreements.filter(({ kind, channelId }) =>
        kind === "b_null" && channelId === -1002
      ).length;
      assert.equal(await shownCases(tab), left);

      // The address keeps the filter: in a reload, and for whoever it is sent to.
      const hash = String(await tab.evaluate("location.hash"));
      assert.equal(hash, "#find?kind=b_null&channel=-1002");
      await tab.reload();
      assert.equal(await shownCases(tab), left);
      const other = await browser.open(`${url}#find?words=bishan&field=rate.min`);
      assert.equal(await shownCases(other), disagreements.filter(({ path }) => path === "rate.min").length);
      await other.click("#clear");
      assert.equal(await shownCases(other), all);

      // A group of the table above the list leads to its cases in it.
      const [group] = comparison.disagreement_groups;
      await other.click('a[href^="#find?field"]');
      await other.until("document.querySelector('[name=field]').value !== ''");
      assert.equal(
        await shownCases(other),
        disagreements.filter(({ path, kind, channelId }) =>
          path === group?.path && kind === group.kind && channelId === group.channel_id
        ).length,
      );

      assert.equal(await other.evaluate("globalThis.isHarmed === undefined"), true);
      assert.deepEqual(browser.troubles, []);
    });
  },
});

async function shownCases(tab: Tab): Promise<unknown> {
  return await tab.evaluate("document.querySelectorAll('.group:not([hidden]) .case:not([hidden])').length");
}

async function choose(tab: Tab, name: string, value: string): Promise<void> {
  await tab.evaluate(`(() => { const select = document.querySelector('[name=${name}]');
    select.value = ${
    JSON.stringify(value)
  }; select.dispatchEvent(new Event("input", { bubbles: true })); })()`);
}
