import { UserError } from "../core/errors.ts";

/**
 * The address under which a server has `chat/completions`, from however a person writes it: `http://localhost:1234`,
 * `https://host/v1/`, `https://host/v1/chat/completions`, `https://host/v1beta/openai`. `v1` is added where no version is named.
 *
 * @throws {UserError} If it is no http or https address, or holds a name, a password, a query or a fragment.
 */
export function parseChatUrl(written: string): string {
  const url = URL.parse(written.trim());
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new UserError(
      "Cannot read LLM_API_URL: it is no http or https address; write one, like http://localhost:1234",
    );
  }
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw new UserError(
      `Cannot use LLM_API_URL: ${url.host} comes with a name, password, query or fragment; write the address alone, and the key as LLM_API_KEY`,
    );
  }
  const path = url.pathname.replace(/\/{2,}/g, "/").replace(/\/$/, "").replace(/\/chat\/completions$/, "");
  return url.origin + (/\/v\d\w*(\/|$)/.test(path) ? path : `${path}/v1`);
}
