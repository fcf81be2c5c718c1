/**
 * The only module that imports GramJS, which takes about 200 ms: load it where Telegram is really asked (`open_telegram.ts` and
 * `login_telegram.ts` do). The order matters: a sub-path evaluated before "telegram" finds its base classes undefined.
 */
import { showLocalStorage } from "./hide_local_storage.ts";
import { Api, errors, helpers, Logger, password, TelegramClient, utils } from "telegram";
import { AuthKey } from "telegram/crypto/AuthKey.js";
import { _serverKeys as serverKeys } from "telegram/crypto/RSA.js";
import { EventBuilder } from "telegram/events/common.js";
import { LogLevel } from "telegram/extensions/Logger.js";
import { PromisedNetSockets } from "telegram/extensions/PromisedNetSockets.js";
import { UpdateConnectionState } from "telegram/network/index.js";
import { MemorySession } from "telegram/sessions/Memory.js";

showLocalStorage();

export {
  Api,
  AuthKey,
  errors,
  EventBuilder,
  helpers,
  Logger,
  LogLevel,
  MemorySession,
  password,
  PromisedNetSockets,
  serverKeys,
  TelegramClient,
  UpdateConnectionState,
  utils,
};
