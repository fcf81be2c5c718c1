/** Writes the files that are made from others: `.env.example`, `deno.jsr.json` and the JSON Schema of summary.json. */
import { formatEnvExample } from "../../lib/runtime/format_env_example.ts";
import { formatJsrConfig } from "./jsr_config.ts";
import { formatSummarySchema } from "./summary_schema.ts";

const ROOT = new URL("../../", import.meta.url);

Deno.writeTextFileSync(new URL(".env.example", ROOT), formatEnvExample());
const denoJson = Deno.readTextFileSync(new URL("deno.json", ROOT));
Deno.writeTextFileSync(new URL("deno.jsr.json", ROOT), formatJsrConfig(denoJson));
Deno.writeTextFileSync(new URL("lib/comparison/summary.schema.json", ROOT), formatSummarySchema());
