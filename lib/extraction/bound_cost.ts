import { costUsd, type Price } from "../llm/price.ts";
import { fillUserTemplate } from "../llm/user_template.ts";
import type { Settings } from "../runtime/settings.ts";
import { countBytes } from "../text/count_bytes.ts";
import type { Domain } from "./domain.ts";
import { planExtraction, segmentText } from "./extract_post.ts";
import { chooseExtractionOptions } from "./extraction_options.ts";
import type { ExtractionInput } from "./extractor.ts";
import { openLanguageModel } from "./language_model.ts";

/** The requests that posts take, each asked once, and the most that these can cost. */
export interface CostBound {
  readonly requests: number;
  /** US dollars. */
  readonly mostUsd: number;
}

/**
 * Adds up the most that a model can cost over posts: each item is asked for once, no token is shorter than a byte, and each answer is as
 * long as LLM_MAX_TOKENS lets it be. Real costs are far lower. Nothing is sent.
 */
export async function boundCost<Fields extends object>(
  domain: Domain<Fields>,
  settings: Settings,
  price: Price,
  pages: AsyncIterable<readonly ExtractionInput[]>,
  maxPosts: number | null,
): Promise<CostBound> {
  const options = chooseExtractionOptions(settings);
  const { prompt, examples, replySchema, maxTokens } = openLanguageModel(settings, domain, null);
  const fixedBytes = countBytes(prompt.system) + countBytes(JSON.stringify(replySchema.jsonSchema));
  let posts = 0;
  let requests = 0;
  let promptTokens = 0;
  for await (const page of pages) {
    for (const input of page) {
      if (posts++ === maxPosts) return bound();
      const plan = planExtraction(domain, options, input);
      if (plan.kind === "skip") continue;
      for (const segment of plan.segments) {
        const texts = {
          post: segmentText(input.text, segment),
          examples: examples.forChannel(input.channelLink).text,
        };
        requests++;
        promptTokens += fixedBytes + countBytes(fillUserTemplate(prompt.template, texts));
      }
    }
  }
  return bound();

  function bound(): CostBound {
    const completionTokens = requests * maxTokens;
    return {
      requests,
      mostUsd: costUsd(price, { promptTokens, completionTokens, cachedPromptTokens: 0 }) ?? 0,
    };
  }
}
