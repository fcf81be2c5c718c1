import assert from "node:assert/strict";
import { UserError } from "../../lib/core/errors.ts";
import { TUITION } from "../../lib/extraction/tuition/tuition_domain.ts";
import {
  chooseExtractionOptions,
  DEFAULT_EXTRACTION_OPTIONS,
  optionsFingerprint,
} from "../../lib/extraction/extraction_options.ts";
import type { ExtractionInput } from "../../lib/extraction/extractor.ts";
import { extractByRules } from "../../lib/extraction/rules_extractor.ts";
import { parseTrustedForwards } from "../../lib/extraction/trusted_forwards.ts";
import { postInput } from "../../lib/extraction/post_input.ts";

function outcomeOf(trusted: string, changes: Partial<ExtractionInput>): string {
  const input = postInput("Code: AB12\nP5 Science\nRate: $40/hr", { isForward: true, ...changes });
  const outcome = extractByRules(TUITION, input, { trustedForwards: parseTrustedForwards(trusted) });
  return outcome.kind === "skip" ? outcome.reason : outcome.kind;
}

Deno.test("a forward is read in a trusted channel, named by its link or its id, and skipped in others", () => {
  const here = { channelId: -1001234567890, channelLink: "t.me/somechannel" };
  for (
    const trusted of [
      "@SomeChannel",
      "https://t.me/somechannel/12",
      "-1001234567890",
      '["t.me/a_b_c","1234567890"]',
      "*",
    ]
  ) {
    assert.equal(outcomeOf(trusted, here), "ok", trusted);
  }
  for (const trusted of ["", "t.me/otherchannel", "-1001234567891"]) {
    assert.equal(outcomeOf(trusted, here), "forward", trusted);
  }
  assert.equal(outcomeOf("t.me/somechannel", { channelId: -1009, channelLink: null }), "forward");
  assert.equal(outcomeOf("-1009", { channelId: -1009, channelLink: null }), "ok");
});

Deno.test("trust in forwards makes no post of a reply or a deleted message", () => {
  assert.equal(outcomeOf("*", { isReply: true }), "reply");
  assert.equal(outcomeOf("*", { deletedAt: new Date(0) }), "deleted");
});

Deno.test("one choice of channels has one fingerprint, however it is written", () => {
  const fingerprint = (TRUSTED_FORWARDS: string | null) =>
    optionsFingerprint(
      chooseExtractionOptions({ FIELD_COMPLETION: "full", HARD_VALIDATE_MODE: "report", TRUSTED_FORWARDS }),
    );
  assert.deepEqual(fingerprint("t.me/chan_b, @Chan_A"), fingerprint('["https://t.me/chan_a","chan_b"]'));
  assert.equal(fingerprint("@chan_a")["options.trusted_forwards"], "t.me/chan_a");
  assert.equal(fingerprint(" * ")["options.trusted_forwards"], "*");
  assert.deepEqual(fingerprint(null), optionsFingerprint(DEFAULT_EXTRACTION_OPTIONS));
  assert.throws(
    () => fingerprint("not a channel!"),
    (error) => error instanceof UserError && /TRUSTED_FORWARDS.*"not a channel!"/.test(error.message),
  );
});
