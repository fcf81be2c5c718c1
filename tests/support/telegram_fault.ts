/** What a Telegram server does instead of answering well. */
export type TelegramFault =
  | { readonly kind: "refuse"; readonly status: number; readonly code: string }
  /** The line is cut, without an answer or in the middle of it. */
  | { readonly kind: "cut" }
  | { readonly kind: "cut_in_answer" }
  /** There is never an answer. */
  | { readonly kind: "silence" };

/** Decides about a request by its method, such as `messages.GetHistory`, and its number among those of the same method, from 0. */
export type FaultPlan = (method: string, index: number) => TelegramFault | null;

export function floodWait(seconds: number): TelegramFault {
  return { kind: "refuse", status: 420, code: `FLOOD_WAIT_${seconds}` };
}

/** Thrown by a method of the server that refuses a request. */
export class RpcRefusal extends Error {
  override readonly name = "RpcRefusal";
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string) {
    super(`${status} ${code}`);
    this.status = status;
    this.code = code;
  }
}
