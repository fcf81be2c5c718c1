/** A Telegram server that is not one of Telegram's own; for tests. */
export interface TelegramPlace {
  readonly hostname: string;
  readonly port: number;
  /** The key that the server proves itself with. */
  readonly publicKey: { readonly fingerprint: bigint; readonly modulus: bigint; readonly exponent: number };
}
