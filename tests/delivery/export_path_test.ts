import assert from "node:assert/strict";
import { UserError } from "../../lib/core/errors.ts";
import { chooseExportPath } from "../../lib/delivery/export_path.ts";

const NOW = new Date("2026-01-05T08:09:10.123Z");

Deno.test("an export is named after its moment unless it has a name, with or without its ending", () => {
  assert.match(chooseExportPath(undefined, NOW), /\/out\/db\/resift_2026-01-05T08-09-10\.ndjson$/);
  assert.match(chooseExportPath("before_upgrade", NOW), /\/out\/db\/before_upgrade\.ndjson$/);
  assert.equal(chooseExportPath("v1.2.ndjson", NOW), chooseExportPath("v1.2", NOW));
});

Deno.test("an export goes nowhere but into its folder", () => {
  for (const name of ["../elsewhere", "/tmp/x", "a/b", ".hidden", ""]) {
    assert.throws(() => chooseExportPath(name, NOW), UserError, name);
  }
});
