import { UserError } from "../core/errors.ts";
import { openStandardSink, type TextSink } from "./printer.ts";

/** A keyboard, or what is piped in its place. */
export interface Keyboard {
  read(buffer: Uint8Array): Promise<number | null>;
  isTerminal(): boolean;
  /** Whether keys come at once and are not shown; with `cbreak`, Ctrl+C still stops the program. */
  setRaw(mode: boolean, options: { readonly cbreak: boolean }): void;
}

const END_OF_INPUT = "\x04";
const BACKSPACES = ["\x7f", "\b"];

/** Questions to the person at the keyboard. */
export class Questions {
  readonly #keyboard: Keyboard;
  readonly #shown: TextSink;
  readonly #signal: AbortSignal;
  readonly #decoder = new TextDecoder();
  #typed: string[] = [];

  /** @param signal Ends a question, with its reason. */
  constructor(keyboard: Keyboard, shown: TextSink, signal: AbortSignal) {
    this.#keyboard = keyboard;
    this.#shown = shown;
    this.#signal = signal;
  }

  /**
   * Asks for a line.
   *
   * @throws {UserError} If there is no more input.
   */
  async ask(question: string): Promise<string> {
    this.#shown.write(`${question} `);
    return await this.#readLine();
  }

  /**
   * Asks for a line that is not shown while it is typed.
   *
   * @throws {UserError} If there is no more input.
   */
  async askSecret(question: string): Promise<string> {
    if (!this.#keyboard.isTerminal()) return await this.ask(question);
    this.#shown.write(`${question} (not shown) `);
    this.#keyboard.setRaw(true, { cbreak: true });
    try {
      return await this.#readLine();
    } finally {
      this.#keyboard.setRaw(false, { cbreak: false });
      this.#shown.write("\n");
    }
  }

  async #readLine(): Promise<string> {
    const line: string[] = [];
    while (true) {
      const key = this.#typed.shift() ?? await this.#readKey();
      if (key === "\n" || key === "\r") return line.join("");
      if (key === END_OF_INPUT) throw new UserError("Cannot ask: the input has ended; run it in a terminal");
      if (BACKSPACES.includes(key)) line.pop();
      else line.push(key);
    }
  }

  async #readKey(): Promise<string> {
    this.#signal.throwIfAborted();
    const stopped = Promise.withResolvers<never>();
    const stop = () => stopped.reject(this.#signal.reason);
    this.#signal.addEventListener("abort", stop, { once: true });
    try {
      const buffer = new Uint8Array(1024);
      const count = await Promise.race([this.#keyboard.read(buffer), stopped.promise]);
      if (count === null) return END_OF_INPUT;
      const [first, ...rest] = this.#decoder.decode(buffer.subarray(0, count), { stream: true })
        .replaceAll("\r\n", "\n");
      this.#typed = rest;
      return first ?? await this.#readKey();
    } finally {
      this.#signal.removeEventListener("abort", stop);
    }
  }
}

/** Opens questions to the terminal; they stand on standard error, which leaves the other for results. */
export function openQuestions(signal: AbortSignal): Questions {
  return new Questions(Deno.stdin, openStandardSink(Deno.stderr), signal);
}
