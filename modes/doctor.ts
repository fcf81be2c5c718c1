#!/usr/bin/env -S deno run -A
/**
 * The doctor: every setting and connection, its state, and what to do about it.
 *
 * Reads   the environment, .env, the database
 * Writes  nothing (the embedded database is started if it does not run)
 * Sends   nothing
 * Costs   nothing
 */
import type { Finding } from "../lib/core/finding.ts";
import { examineDeliverySettings } from "../lib/delivery/examine_deliveries.ts";
import { examineExtractor } from "../lib/extraction/examine_extractor.ts";
import { examineOutFolder } from "../lib/files/examine_out_folder.ts";
import { chooseExtractorName } from "../lib/runtime/choose_extractor_name.ts";
import { describeSettings, unknownSettings } from "../lib/runtime/describe_settings.ts";
import { nearestName } from "../lib/runtime/nearest_name.ts";
import { runMode } from "../lib/runtime/mode.ts";
import { loadSettingTexts } from "../lib/runtime/settings.ts";
import { SETTING_NAMES } from "../lib/runtime/settings_table.ts";
import { examineDatabase } from "../lib/store/examine_database.ts";

await runMode({
  name: "doctor",
  does: "every setting and connection, its state, and what to do about it",
  reads: "the environment, .env, the database",
  writes: "nothing (the embedded database is started if it does not run)",
  options: {},
  json: true,
  lenientSettings: true,
}, async (mode) => {
  const { settings } = mode;
  const texts = loadSettingTexts();
  const described = describeSettings(texts);
  const findings: Finding[] = [
    {
      subject: "Deno",
      state: "ok",
      found: `${Deno.version.deno} on ${Deno.build.os} ${Deno.build.arch}`,
      remedy: null,
    },
    ...described.flatMap(({ name, problem }): Finding[] =>
      problem === null ? [] : [{ subject: name, state: "problem", found: problem, remedy: null }]
    ),
    ...unknownSettings(texts).map((name): Finding => {
      const nearest = nearestName(name, SETTING_NAMES);
      return {
        subject: ".env",
        state: "hint",
        found: `${name} is no setting of ours`,
        remedy: nearest === null
          ? "see .env.example for the names; delete the line, or mend the name"
          : `did you mean ${nearest}? Mend the name, or delete the line`,
      };
    }),
    ...await examineDatabase(settings),
    ...await examineExtractor(chooseExtractorName(settings), settings),
    ...examineDeliverySettings(settings),
    await examineOutFolder(),
  ];
  if (mode.json) mode.printJson({ settings: described, findings });
  const set = described.filter(({ origin }) => origin !== "default");
  if (set.length > 0) {
    mode.printTable(
      ["setting", "value", "from"],
      set.map(({ name, shown, origin }) => [name, shown, origin]),
    );
  }
  mode.print(
    `${described.length - set.length} settings have their defaults; .env.example lists them.\n`,
  );
  mode.printTable(
    ["checked", "state", "found"],
    findings.map(({ subject, state, found }) => [
      subject,
      state,
      state === "problem" ? "see below" : found,
    ]),
  );
  for (const { subject, state, found, remedy } of findings.filter(({ state }) => state !== "ok")) {
    mode.print(
      `\n${state === "problem" ? "Problem" : "Hint"}, ${subject}: ${found}${
        remedy === null ? "" : `\n  To do: ${remedy}`
      }`,
    );
  }
  const problems = findings.filter(({ state }) => state === "problem").length;
  mode.print(`\n${findings.length} checks, ${problems} ${problems === 1 ? "problem" : "problems"}`);
  return problems === 0 ? "done" : "incomplete";
});
