/** Writes `.env.example` anew from the table of settings. */
import { formatEnvExample } from "../../lib/runtime/format_env_example.ts";

Deno.writeTextFileSync(new URL("../../.env.example", import.meta.url), formatEnvExample());
