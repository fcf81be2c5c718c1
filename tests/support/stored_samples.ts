import type { ExtractionOptions } from "../../lib/extraction/extraction_options.ts";
import { postInput } from "../../lib/extraction/post_input.ts";
import { extractByRules } from "../../lib/extraction/rules_extractor.ts";
import { TUITION } from "../../lib/extraction/tuition/tuition_domain.ts";
import { iterSampleMessages, type SampleOptions } from "../../lib/samples/iter_sample_messages.ts";
import type { SampleMessage } from "../../lib/samples/sample_message.ts";
import type { Sql } from "../../lib/store/database.ts";
import { storeMessages } from "./stored_messages.ts";
import { storeOutputs } from "./stored_outputs.ts";

/**
 * Stores the assignments of generated channels, and what the rules read in them under each version.
 *
 * @param change What becomes of a message's text, so that a template can change on a day.
 */
export async function storeSampleVersions(
  sql: Sql,
  options: SampleOptions,
  versions: Readonly<Record<string, Partial<ExtractionOptions>>>,
  change: (message: SampleMessage) => string = ({ text }) => text,
): Promise<void> {
  const messages = [...iterSampleMessages(options)].filter(({ kind }) => kind === "assignment");
  for (const [channelId, ofChannel] of Map.groupBy(messages, ({ channel }) => channel.channelId)) {
    const texts = ofChannel.map(change);
    const ids = await storeMessages(
      sql,
      ofChannel.map(({ messageDate }, place) => ({
        text: texts[place] ?? "",
        date: messageDate.toISOString(),
      })),
      channelId,
    );
    for (const [version, rules] of Object.entries(versions)) {
      const outputs = ids.flatMap((rawId, place) => {
        const outcome = extractByRules(TUITION, postInput(texts[place] ?? ""), rules);
        return outcome.kind === "ok" ? [{ rawId, output: { ...outcome.output, segments: null } }] : [];
      });
      await storeOutputs(sql, version, outputs);
    }
  }
}
