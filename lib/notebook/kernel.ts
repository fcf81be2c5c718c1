import { randomUUID } from "node:crypto";
import { waitAtMost } from "../runtime/wait_at_most.ts";
import {
  decodeMessage,
  encodeRequest,
  type ExecuteReply,
  ExecuteReplySchema,
  type KernelMessage,
  parsePublished,
  type Published,
} from "./kernel_message.ts";
import { type KernelOptions, type KernelProcess, startKernelProcess } from "./kernel_process.ts";
import { FENCE_SETUP, fenceCode, parseFence, type UncaughtError } from "./output_fence.ts";
import type { ZmtpSocket } from "./zmtp_socket.ts";

/** How a piece of code ended. */
export interface Execution {
  readonly reply: ExecuteReply;
  /** Errors that no code caught, thrown by this piece of code or left over from an earlier one. */
  readonly uncaught: readonly UncaughtError[];
}

const START_ATTEMPTS = 5;
/** What takes longer to fail is not a matter of ports. */
const RESTART_WITHIN_MS = 20_000;
/** How long the kernel's event loop runs on after a cell, for short timers and rejections to surface. */
const SETTLE_MS = 20;
const SHUTDOWN_GRACE_MS = 1_000;
const FIRST_SUBSCRIPTION_WAIT_MS = 100;
const LAST_SUBSCRIPTION_WAIT_MS = 12_800;

/** A Deno kernel that runs code piece by piece. Disposing asks it to shut down and kills it if it does not. */
export class Kernel implements AsyncDisposable {
  readonly #process: KernelProcess;
  readonly #replies = new Map<string, PromiseWithResolvers<ExecuteReply>>();
  readonly #fences = new Map<string, PromiseWithResolvers<readonly UncaughtError[]>>();
  readonly #listening: Promise<unknown>;
  #onPublished: (published: Published) => void = () => {};
  /** Why the kernel takes no more requests. */
  #fault: Error | null = null;

  private constructor(process: KernelProcess) {
    this.#process = process;
    this.#listening = Promise.all([
      this.#listen(process.shell, (message) => this.#acceptReply(message)),
      this.#listen(process.published, (message) => this.#acceptPublished(message)),
      process.exited.then((died) => this.#fail(died)),
    ]);
  }

  /**
   * Starts a kernel; once this fulfils, nothing that it publishes is missed. Another program may take one of its ports
   * before it does, so one that cannot be talked to is started again on others.
   */
  static async open(
    options: KernelOptions,
    start: (options: KernelOptions) => Promise<KernelProcess> = startKernelProcess,
  ): Promise<Kernel> {
    const beganMs = performance.now();
    for (let attempt = 1;; attempt++) {
      try {
        return await Kernel.#attach(await start(options));
      } catch (error) {
        if (attempt === START_ATTEMPTS || performance.now() - beganMs > RESTART_WITHIN_MS) throw error;
      }
    }
  }

  /** Makes a started kernel ready for code, and ends it should that fail. */
  static async #attach(process: KernelProcess): Promise<Kernel> {
    const kernel = new Kernel(process);
    try {
      await kernel.#request(FENCE_SETUP, { silent: true });
      await kernel.#awaitSubscription();
    } catch (error) {
      await kernel[Symbol.asyncDispose]();
      throw error;
    }
    return kernel;
  }

  /**
   * Runs code and hands on what it publishes; fulfils when all of that has arrived. Rejects with a KernelDiedError
   * when the kernel ends before. One call at a time.
   */
  async execute(code: string, onPublished: (published: Published) => void): Promise<Execution> {
    this.#onPublished = onPublished;
    const reply = await this.#request(code, { silent: false });
    return { reply, uncaught: await this.#passFence(SETTLE_MS) };
  }

  /** Asks the kernel to stop the running code. That stops a computation; code that waits for something goes on. */
  async interrupt(): Promise<void> {
    await this.#process.control.send(encodeRequest(this.#process.signer, "interrupt_request", {}).parts);
  }

  kill(): void {
    this.#process.kill();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#fault === null) await this.#shutDown();
    await this.#process[Symbol.asyncDispose]();
    await this.#listening;
  }

  async #shutDown(): Promise<void> {
    const { parts } = encodeRequest(this.#process.signer, "shutdown_request", { restart: false });
    const exited = this.#process.control.send(parts).then(() => this.#process.exited);
    // A kernel that cannot be asked, or does not obey, is killed when its process is disposed of.
    await waitAtMost(exited, SHUTDOWN_GRACE_MS).catch(() => {});
  }

  /**
   * A SUB that has connected is not subscribed yet, and what is published before is lost: try until a fence arrives, be
   * it that of an earlier try, for a busy machine may take longer over one than until the next.
   */
  async #awaitSubscription(): Promise<void> {
    const fences: Promise<unknown>[] = [];
    for (let waitMs = FIRST_SUBSCRIPTION_WAIT_MS; waitMs <= LAST_SUBSCRIPTION_WAIT_MS; waitMs *= 2) {
      fences.push(this.#passFence(0));
      if (await waitAtMost(Promise.race(fences), waitMs) !== null) return;
    }
    throw new Error("Start kernel: it answers, but what it publishes does not arrive");
  }

  async #passFence(settleMs: number): Promise<readonly UncaughtError[]> {
    const marker = randomUUID();
    const fence = Promise.withResolvers<readonly UncaughtError[]>();
    this.#fences.set(marker, fence);
    const printed = this.#request(fenceCode(marker, settleMs), { silent: true }).then((reply) => {
      if (reply.status !== "ok") {
        throw new Error("Run kernel: it was stopped before the cell's last outputs came");
      }
    });
    const [uncaught] = await Promise.all([fence.promise, printed]);
    return uncaught;
  }

  async #request(code: string, { silent }: { silent: boolean }): Promise<ExecuteReply> {
    if (this.#fault !== null) throw this.#fault;
    const { id, parts } = encodeRequest(this.#process.signer, "execute_request", {
      code,
      silent,
      store_history: !silent,
      user_expressions: {},
      allow_stdin: false,
      stop_on_error: false,
    });
    const reply = Promise.withResolvers<ExecuteReply>();
    this.#replies.set(id, reply);
    // A kernel that cannot be written to is of no use; its end rejects what is waited for.
    this.#process.shell.send(parts).catch(() => this.kill());
    return await reply.promise;
  }

  async #listen(
    socket: Pick<ZmtpSocket, "messages">,
    accept: (message: KernelMessage) => void,
  ): Promise<void> {
    try {
      for await (const parts of socket.messages()) accept(decodeMessage(this.#process.signer, parts));
    } catch (error) {
      this.#fail(error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.kill();
    }
  }

  #acceptReply(message: KernelMessage): void {
    if (message.type !== "execute_reply" || message.parentId === null) return;
    this.#replies.get(message.parentId)?.resolve(ExecuteReplySchema.parse(message.content));
    this.#replies.delete(message.parentId);
  }

  #acceptPublished(message: KernelMessage): void {
    const published = parsePublished(message);
    if (published === null) return;
    if (published.type !== "stream") return this.#onPublished(published);
    const { name, text } = published.content;
    for (const [marker, fence] of this.#fences) {
      const passed = parseFence(text, marker);
      if (passed === null) continue;
      if (passed.before !== "") this.#onPublished({ type: "stream", content: { name, text: passed.before } });
      this.#fences.delete(marker);
      return fence.resolve(passed.uncaught);
    }
    this.#onPublished(published);
  }

  #fail(fault: Error): void {
    this.#fault ??= fault;
    for (const waiting of [...this.#replies.values(), ...this.#fences.values()]) waiting.reject(this.#fault);
    this.#replies.clear();
    this.#fences.clear();
  }
}
