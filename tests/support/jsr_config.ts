const OWN_PATH = "deno.jsr.json";
/** The commands of Deno that read a configuration. */
const COMMAND = /\bdeno (run|fmt|lint|check)\b(?! --config)/g;

/**
 * Formats `deno.jsr.json` from `deno.json`: the same without `links`, so that the real JSR packages are used, with a lock
 * file of its own, and with tasks that name it, for a `deno` inside of a task looks for `deno.json`.
 */
export function formatJsrConfig(denoJson: string): string {
  const { links: _, ...config }: Record<string, unknown> = JSON.parse(denoJson);
  const json = JSON.stringify({ ...config, lock: { path: "./deno.jsr.lock" } }, nameConfig, 2);
  return `${json}\n`;
}

function nameConfig(key: string, value: unknown): unknown {
  return key === "command" && typeof value === "string"
    ? value.replace(COMMAND, `deno $1 --config ${OWN_PATH}`)
    : value;
}
