/** Prints whether the process may reach Telegram's sending API. */
const { state } = Deno.permissions.querySync({ name: "net", host: "api.telegram.org" });
Deno.stdout.writeSync(new TextEncoder().encode(state));
