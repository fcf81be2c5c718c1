import { UserError } from "../core/errors.ts";
import { Api, password as passwords } from "./gramjs.ts";
import type { CodePlace, LoginQuestions } from "./login_telegram.ts";
import type { TelegramConnection } from "./telegram_connection.ts";
import { TelegramError } from "./telegram_error.ts";

const MOST_TRIES = 3;

/** Telegram's refusals that a person can do something about. */
const REFUSALS: Readonly<Record<string, string>> = {
  PHONE_NUMBER_INVALID: "that is no phone number of Telegram; write it with the country code, like +65...",
  PHONE_NUMBER_UNOCCUPIED: "no account has that phone number",
  PHONE_NUMBER_BANNED: "that phone number is banned from Telegram",
  PHONE_CODE_EMPTY: "the code is empty",
  PHONE_CODE_INVALID: "the code is wrong",
  PASSWORD_HASH_INVALID: "the password is wrong",
};

/** The log-in of an account over a connection that is in none yet. */
export class LogIn {
  readonly #connection: TelegramConnection;
  readonly #application: { readonly apiId: number; readonly apiHash: string };
  readonly #questions: LoginQuestions;
  readonly #signal: AbortSignal | undefined;

  constructor(
    connection: TelegramConnection,
    application: { readonly apiId: number; readonly apiHash: string },
    questions: LoginQuestions,
    signal: AbortSignal | undefined,
  ) {
    this.#connection = connection;
    this.#application = application;
    this.#questions = questions;
    this.#signal = signal;
  }

  /** @throws {UserError} and {TelegramError} As `loginTelegram` does. */
  async run(): Promise<void> {
    const { phoneNumber, sent } = await this.#tryAgain(() => this.#sendCode());
    const needsPassword = await this.#tryAgain(() => this.#enterCode(phoneNumber, sent));
    if (needsPassword) await this.#tryAgain(() => this.#enterPassword());
  }

  async #sendCode(): Promise<{ readonly phoneNumber: string; readonly sent: Api.auth.SentCode }> {
    const phoneNumber = (await this.#questions.phone()).replaceAll(/[^\d+]/g, "");
    const request = new Api.auth.SendCode({
      ...this.#application,
      phoneNumber,
      settings: new Api.CodeSettings({}),
    });
    const sent = await this.#invoke(request, "Cannot send a code");
    if (!(sent instanceof Api.auth.SentCode)) {
      throw new TelegramError("rpc", `Cannot send a code: Telegram answers with ${sent.className}`);
    }
    return { phoneNumber, sent };
  }

  /** Returns whether the account also has a password. */
  async #enterCode(phoneNumber: string, { phoneCodeHash, type }: Api.auth.SentCode): Promise<boolean> {
    const phoneCode = (await this.#questions.code(placeOf(type))).replaceAll(/\s/g, "");
    try {
      const request = new Api.auth.SignIn({ phoneNumber, phoneCodeHash, phoneCode });
      const answer = await this.#invoke(request, "Cannot log in");
      if (answer instanceof Api.auth.Authorization) return false;
      throw new UserError(
        "Cannot log in: no account has that phone number; make one in a Telegram app first",
      );
    } catch (error) {
      if (error instanceof TelegramError && error.code === "SESSION_PASSWORD_NEEDED") return true;
      throw error;
    }
  }

  async #enterPassword(): Promise<void> {
    const action = "Cannot log in with the password";
    const account = await this.#invoke(new Api.account.GetPassword(), action);
    const password = await passwords.computeCheck(
      account,
      await this.#questions.password(account.hint ?? null),
    );
    await this.#invoke(new Api.auth.CheckPassword({ password }), action);
  }

  /** Asks a person again whose answer Telegram does not accept. */
  async #tryAgain<Result>(enter: () => Promise<Result>): Promise<Result> {
    for (let tries = 1;; tries++) {
      try {
        return await enter();
      } catch (error) {
        const why = error instanceof TelegramError ? REFUSALS[error.code ?? ""] : undefined;
        if (why === undefined) throw error;
        if (tries === MOST_TRIES) {
          throw new UserError(
            `Cannot log in: ${why}, after ${MOST_TRIES} tries; Telegram may ask to wait now`,
          );
        }
        this.#questions.refused(why);
      }
    }
  }

  async #invoke<Request extends Api.AnyRequest>(
    request: Request,
    action: string,
  ): Promise<Request["__response"]> {
    return await this.#connection.invoke(request, action, this.#signal);
  }
}

function placeOf(type: Api.auth.TypeSentCodeType): CodePlace {
  if (type instanceof Api.auth.SentCodeTypeApp) return "app";
  if (type instanceof Api.auth.SentCodeTypeSms) return "sms";
  return type instanceof Api.auth.SentCodeTypeCall ? "call" : "elsewhere";
}
