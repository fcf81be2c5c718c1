import { fileURLToPath } from "node:url";
import { UserError } from "../core/errors.ts";
import type { TelegramOptions } from "./open_telegram.ts";
import type { TelegramPlace } from "./telegram_place.ts";

/** The settings that say how to reach Telegram, and as whom. */
export interface TelegramSettings {
  readonly TELEGRAM_API_ID: number | null;
  readonly TELEGRAM_API_HASH: string | null;
  readonly SESSION_STRING: string | null;
  readonly TG_SESSION: string | null;
  readonly RECOVERY_SESSION_STRING: string | null;
  readonly TELEGRAM_SERVER: string | null;
}

const ROOT = new URL("../../", import.meta.url);

/**
 * What it takes to connect, of the settings.
 *
 * @param session `recovery`: RECOVERY_SESSION_STRING where it is set.
 * @throws {UserError} If some of it is missing; all that is missing is named at once.
 */
export function loadTelegramOptions(
  settings: TelegramSettings,
  session: "main" | "recovery" = "main",
): TelegramOptions {
  const { TELEGRAM_API_ID: apiId, TELEGRAM_API_HASH: apiHash, TELEGRAM_SERVER: server } = settings;
  const sessionString = (session === "recovery" ? settings.RECOVERY_SESSION_STRING : null) ??
    settings.SESSION_STRING ?? loadSessionFile(settings.TG_SESSION);
  if (apiId === null || apiHash === null || sessionString === null) {
    const missing = [
      apiId === null ? "TELEGRAM_API_ID" : "",
      apiHash === null ? "TELEGRAM_API_HASH" : "",
      sessionString === null ? "SESSION_STRING (or TG_SESSION)" : "",
    ].filter((name) => name !== "");
    const remedies = [
      apiId === null || apiHash === null
        ? "Get your application's number and hash from https://my.telegram.org, and set them in .env"
        : "",
      sessionString === null ? "Get a session string with deno task telegram:login" : "",
    ].filter((remedy) => remedy !== "");
    throw new UserError(
      `Cannot read Telegram: ${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} not set. ` +
        remedies.join(". "),
    );
  }
  return {
    apiId,
    apiHash,
    session: sessionString,
    ...(server !== null && { place: parseTelegramPlace(server) }),
  };
}

/** Parses `host:port/fingerprint/modulus/exponent`, as {@linkcode formatTelegramPlace} writes it. */
export function parseTelegramPlace(text: string): TelegramPlace {
  const [address = "", fingerprint = "", modulus = "", exponent = ""] = text.split("/");
  const colon = address.lastIndexOf(":");
  return {
    hostname: address.slice(0, colon),
    port: Number(address.slice(colon + 1)),
    publicKey: {
      fingerprint: BigInt(fingerprint),
      modulus: BigInt(modulus),
      exponent: Number(exponent),
    },
  };
}

/** The value of TELEGRAM_SERVER for a server. */
export function formatTelegramPlace({ hostname, port, publicKey }: TelegramPlace): string {
  const { fingerprint, modulus, exponent } = publicKey;
  return `${hostname}:${port}/${fingerprint}/${modulus}/${exponent}`;
}

function loadSessionFile(path: string | null): string | null {
  if (path === null) return null;
  try {
    return Deno.readTextFileSync(new URL(path, ROOT)).trim();
  } catch (error) {
    throw new UserError(
      `Cannot read the Telegram session: TG_SESSION is "${path}", and ` +
        (error instanceof Deno.errors.NotFound
          ? `there is no ${fileURLToPath(new URL(path, ROOT))}; write one with deno task telegram:login`
          : "that file cannot be read; check who may read it"),
    );
  }
}
