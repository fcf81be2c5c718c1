import { UserError } from "../core/errors.ts";

const PLACEHOLDER = /\{\{(\w+)\}\}/g;
const KNOWN = ["post", "examples"];

/**
 * Checks a template of the message that carries a post: `{{post}}` stands for the post, `{{examples}}` for the channel's examples.
 *
 * @param place Where the template was read, for the error.
 * @throws {UserError} If the post has no place in it, or it has a placeholder of another name.
 */
export function checkUserTemplate(template: string, place: string): void {
  const names = [...template.matchAll(PLACEHOLDER)].map(([, name = ""]) => name);
  const unknown = names.find((name) => !KNOWN.includes(name));
  if (unknown !== undefined) {
    throw new UserError(
      `Cannot use the template ${place}: found {{${unknown}}}, expected {{post}} or {{examples}}; mend the name`,
    );
  }
  if (!names.includes("post")) {
    throw new UserError(
      `Cannot use the template ${place}: the post has no place in it; write {{post}} where it belongs`,
    );
  }
}

/** Fills in a template; braces in the texts themselves stay what they are. A template without examples begins with the next line. */
export function fillUserTemplate(
  template: string,
  texts: { readonly post: string; readonly examples: string },
): string {
  return template.replace(PLACEHOLDER, (_, name) => name === "post" ? texts.post : texts.examples)
    .trimStart();
}
