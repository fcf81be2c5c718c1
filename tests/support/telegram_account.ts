import { Buffer } from "node:buffer";
import { pbkdf2Sync, randomBytes } from "node:crypto";
import { Api } from "../../lib/telegram/gramjs.ts";
import { toLong } from "./mtproto_codec.ts";
import type { AuthKey } from "./mtproto_connection.ts";
import { bytesToNumber, modPow, numberToBytes, sha256, xor } from "./mtproto_crypto.ts";
import { DH_BASE, DH_PRIME } from "./mtproto_handshake.ts";
import { RpcRefusal } from "./telegram_fault.ts";
import { ownUser } from "./telegram_methods.ts";

const NUMBER_BYTES = 256;
const G = BigInt(DH_BASE);
const P_BYTES = numberToBytes(DH_PRIME, NUMBER_BYTES);
const G_BYTES = numberToBytes(G, NUMBER_BYTES);

export interface AccountOptions {
  readonly phone: string;
  readonly code: string;
  /** Null: the code is enough. */
  readonly password: string | null;
}

/** The account that clients log in to, with the methods for it. */
export class TelegramAccount {
  readonly #options: AccountOptions;
  readonly #password: PasswordCheck | null;

  constructor(options: AccountOptions) {
    this.#options = options;
    this.#password = options.password === null ? null : new PasswordCheck(options.password);
  }

  /**
   * Answers a request of the log-in; undefined to others.
   *
   * @throws {RpcRefusal} If what was entered is wrong.
   */
  answer(request: unknown, authKey: AuthKey): unknown {
    if (request instanceof Api.auth.SendCode) return this.#sendCode(request);
    if (request instanceof Api.auth.SignIn) return this.#signIn(request, authKey);
    if (request instanceof Api.account.GetPassword) return this.#offerPassword();
    if (request instanceof Api.auth.CheckPassword) return this.#checkPassword(request, authKey);
  }

  #sendCode({ phoneNumber }: Api.auth.SendCode): Api.auth.SentCode {
    if (phoneNumber !== this.#options.phone) throw new RpcRefusal(400, "PHONE_NUMBER_INVALID");
    return new Api.auth.SentCode({
      type: new Api.auth.SentCodeTypeApp({ length: this.#options.code.length }),
      phoneCodeHash: "sent once",
    });
  }

  #signIn(
    { phoneNumber, phoneCode, phoneCodeHash }: Api.auth.SignIn,
    authKey: AuthKey,
  ): Api.auth.Authorization {
    const { phone, code } = this.#options;
    if (phoneNumber !== phone || phoneCodeHash !== "sent once" || phoneCode !== code) {
      throw new RpcRefusal(400, "PHONE_CODE_INVALID");
    }
    if (this.#password !== null) throw new RpcRefusal(401, "SESSION_PASSWORD_NEEDED");
    return authorize(authKey);
  }

  #offerPassword(): Api.account.Password {
    if (this.#password === null) throw new RpcRefusal(400, "PASSWORD_EMPTY");
    return this.#password.offer();
  }

  #checkPassword({ password }: Api.auth.CheckPassword, authKey: AuthKey): Api.auth.Authorization {
    const isRight = password instanceof Api.InputCheckPasswordSRP && this.#password?.check(password) === true;
    if (!isRight) throw new RpcRefusal(400, "PASSWORD_HASH_INVALID");
    return authorize(authKey);
  }
}

/** A password check that never sees the password: SRP as core.telegram.org/api/srp describes it, the server's half. */
class PasswordCheck {
  readonly #salts = [randomBytes(8), randomBytes(8)] as const;
  readonly #verifier: bigint;
  readonly #secret = bytesToNumber(randomBytes(NUMBER_BYTES));
  readonly #offered: Buffer;

  constructor(password: string) {
    this.#verifier = modPow(G, bytesToNumber(this.#hash(password)), DH_PRIME);
    const factor = bytesToNumber(sha256(P_BYTES, G_BYTES));
    const offered = (factor * this.#verifier + modPow(G, this.#secret, DH_PRIME)) % DH_PRIME;
    this.#offered = numberToBytes(offered, NUMBER_BYTES);
  }

  offer(): Api.account.Password {
    const [salt1, salt2] = this.#salts;
    const kdf = { salt1, salt2, g: DH_BASE, p: P_BYTES };
    const algorithm = new Api.PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow(kdf);
    return new Api.account.Password({
      hasPassword: true,
      hint: "the usual",
      currentAlgo: algorithm,
      srp_B: this.#offered,
      srpId: toLong(1),
      newAlgo: algorithm,
      newSecureAlgo: new Api.SecurePasswordKdfAlgoUnknown(),
      secureRandom: randomBytes(32),
    });
  }

  check({ A, M1 }: Api.InputCheckPasswordSRP): boolean {
    const scramble = bytesToNumber(sha256(A, this.#offered));
    const common = modPow(
      bytesToNumber(A) * modPow(this.#verifier, scramble, DH_PRIME),
      this.#secret,
      DH_PRIME,
    );
    const key = sha256(numberToBytes(common, NUMBER_BYTES));
    const [salt1, salt2] = this.#salts;
    const expected = sha256(
      xor(sha256(P_BYTES), sha256(G_BYTES)),
      sha256(salt1),
      sha256(salt2),
      A,
      this.#offered,
      key,
    );
    return expected.equals(M1);
  }

  #hash(password: string): Buffer {
    const [salt1, salt2] = this.#salts;
    const inner = sha256(salt2, sha256(salt1, Buffer.from(password), salt1), salt2);
    return sha256(salt2, pbkdf2Sync(inner, salt1, 100_000, 64, "sha512"), salt2);
  }
}

function authorize(authKey: AuthKey): Api.auth.Authorization {
  authKey.isAuthorized = true;
  return new Api.auth.Authorization({ user: ownUser() });
}
