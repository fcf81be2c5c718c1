/** How a reply is asked for: held to a JSON schema by the server, or as plain text that only the prompt shapes. */
export type ReplyRung = "json_schema" | "text";

/** What a server and model take of a request; servers and models differ in it. */
export interface ChatDialect {
  readonly rung: ReplyRung;
  /** Reasoning models of OpenAI take only the second name. */
  readonly maxTokensName: "max_tokens" | "max_completion_tokens";
  /** Reasoning models of OpenAI refuse a temperature. */
  readonly hasTemperature: boolean;
}

/** Asked for wherever the model takes one: the likeliest words. */
export const TEMPERATURE = 0;

/** What is tried first. */
export const FIRST_DIALECT: ChatDialect = {
  rung: "json_schema",
  maxTokensName: "max_tokens",
  hasTemperature: true,
};

/** A request that was tried otherwise, and whether others should be so from the start. */
export interface Concession {
  readonly dialect: ChatDialect;
  readonly isLasting: boolean;
}

const SPEAKS_OF_SCHEMA =
  /response_format|json_validate_failed|json.?schema|\bschema\b|structured|grammar|\bguided/i;

/**
 * Chooses how to ask again after a server refused a request (HTTP 400 or 422), or null where nothing else is left to try.
 *
 * @param says The server's words, or an empty text where it says nothing that could be read.
 * @param withSchema Whether the request came with a schema.
 */
export function chooseConcession(
  dialect: ChatDialect,
  says: string,
  withSchema: boolean,
): Concession | null {
  if (dialect.maxTokensName === "max_tokens" && /max_completion_tokens/.test(says)) {
    return { dialect: { ...dialect, maxTokensName: "max_completion_tokens" }, isLasting: true };
  }
  if (dialect.hasTemperature && /temperature/i.test(says)) {
    return { dialect: { ...dialect, hasTemperature: false }, isLasting: true };
  }
  if (withSchema && dialect.rung === "json_schema" && (says === "" || SPEAKS_OF_SCHEMA.test(says))) {
    // Groq's name for a reply of the model that broke the schema: the server does take schemas.
    const isLasting = !/json_validate_failed/.test(says);
    return { dialect: { ...dialect, rung: "text" }, isLasting };
  }
  return null;
}
