import { iterSampleExport } from "../../lib/samples/iter_sample_export.ts";
import { SAMPLE_AGENCIES } from "../../lib/samples/sample_agencies.ts";

/** So that a million messages end before today; Telegram itself is of 2013. */
const EARLY = new Date("2014-01-01T00:00:00Z");

/** Writes an export of the sample channels with about so many messages, in the shape of a whole account. */
export async function writeSampleExport(path: string, messages: number): Promise<void> {
  using file = await Deno.open(path, { write: true, create: true, truncate: true });
  const encoder = new TextEncoder();
  const options = {
    seed: 1,
    messagesPerChannel: Math.ceil(messages / SAMPLE_AGENCIES.length),
    since: EARLY,
    shape: "chat_list" as const,
  };
  for (const chunk of iterSampleExport(options)) {
    for (let bytes = encoder.encode(chunk); bytes.length > 0;) {
      bytes = bytes.subarray(await file.write(bytes));
    }
  }
}
