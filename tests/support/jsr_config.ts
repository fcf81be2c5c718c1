/**
 * Formats `deno.jsr.json` from `deno.json`: the same without `links`, so that the real JSR packages are used, and with
 * a lock file of its own.
 */
export function formatJsrConfig(denoJson: string): string {
  const { links: _, ...config }: Record<string, unknown> = JSON.parse(denoJson);
  return `${JSON.stringify({ ...config, lock: { path: "./deno.jsr.lock" } }, null, 2)}\n`;
}
