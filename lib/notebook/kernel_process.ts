import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { MessageSigner } from "./kernel_message.ts";
import { chooseKernelPorts, type KernelPorts } from "./kernel_ports.ts";
import { ZmtpSocket, type ZmtpSocketType } from "./zmtp_socket.ts";

/** Where and with what environment a kernel runs. */
export interface KernelOptions {
  /** The kernel's working folder: the notebook's own, so that its relative imports resolve. */
  readonly cwd: string;
  /** Variables added to this process's own environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A running `deno jupyter --kernel` and the open connections to it. Disposing kills it. */
export interface KernelProcess extends AsyncDisposable {
  readonly signer: MessageSigner;
  readonly shell: ZmtpSocket;
  readonly control: ZmtpSocket;
  /** What the kernel publishes about the code it runs (Jupyter's iopub). */
  readonly published: Pick<ZmtpSocket, "messages">;
  /** Fulfils when the process has ended; never rejects. */
  readonly exited: Promise<KernelDiedError>;
  kill(): void;
}

/** The kernel ended although nobody asked it to, or never came up. */
export class KernelDiedError extends Error {
  override readonly name = "KernelDiedError";

  constructor(readonly exitCode: number, readonly exitSignal: string | null, reason: string) {
    const how = exitSignal === null ? `exit code ${exitCode}` : `signal ${exitSignal}`;
    super(`the kernel ended by itself with ${how}${reason === "" ? "" : `: ${reason}`}`);
  }
}

const START_TIMEOUT_MS = 30_000;
const CONNECT_RETRY_MS = 5;
const LAST_WORDS_CHARACTERS = 4_000;

/**
 * Starts a kernel and connects to it. Whoever listens on one of the ports is taken for the kernel, and a kernel that does
 * not get all of them dies: only one that has answered a request is sure to be ours.
 */
export async function startKernelProcess(
  options: KernelOptions,
  ports: KernelPorts = chooseKernelPorts(),
): Promise<KernelProcess> {
  await using cleanup = new AsyncDisposableStack();
  const signer = { key: randomUUID(), session: randomUUID() };
  const connectionFile = await Deno.makeTempFile({ prefix: "kernel-", suffix: ".json" });
  try {
    await Deno.writeTextFile(connectionFile, connectionJson(signer.key, ports), { mode: 0o600 });
    const process = new Deno.Command(Deno.execPath(), {
      args: ["jupyter", "--quiet", "--kernel", "--conn", connectionFile],
      cwd: options.cwd,
      env: { NO_COLOR: "1", ...options.env },
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
    const lastWords = listenForLastWords(process.stderr);
    const exited = process.status.then(({ code, signal }) =>
      new KernelDiedError(code, signal, lastWords.reason())
    );
    const kill = () => killIfRunning(process);
    cleanup.defer(async () => {
      kill();
      await exited;
      await lastWords.stop();
    });
    using starting = limitStart(exited);
    const connect = async (port: number, type: ZmtpSocketType) =>
      cleanup.use(await connectWhenListening(port, type, starting.signal));
    const shell = await connect(ports.shell, "DEALER");
    const control = await connect(ports.control, "DEALER");
    const published = await connect(ports.iopub, "SUB");

    const open = cleanup.move();
    return {
      signer,
      shell,
      control,
      published,
      exited,
      kill,
      [Symbol.asyncDispose]: () => open.disposeAsync(),
    };
  } finally {
    await Deno.remove(connectionFile);
  }
}

function connectionJson(key: string, ports: KernelPorts): string {
  return JSON.stringify({
    transport: "tcp",
    ip: "127.0.0.1",
    signature_scheme: "hmac-sha256",
    kernel_name: "deno",
    key,
    ...Object.fromEntries(Object.entries(ports).map(([channel, port]) => [`${channel}_port`, port])),
  });
}

/** A signal that aborts, with the error to throw, when the kernel dies or has had its time. */
function limitStart(exited: Promise<KernelDiedError>): Disposable & { readonly signal: AbortSignal } {
  const controller = new AbortController();
  const late = new Error(`Start kernel: it does not listen after ${START_TIMEOUT_MS / 1000} s`);
  const timer = setTimeout(() => controller.abort(late), START_TIMEOUT_MS);
  exited.then((died) => controller.abort(died));
  return { signal: controller.signal, [Symbol.dispose]: () => clearTimeout(timer) };
}

/** Tries until the handshake succeeds: what refuses or fails it is not the kernel yet, but the port's last user or none. */
async function connectWhenListening(
  port: number,
  type: ZmtpSocketType,
  signal: AbortSignal,
): Promise<ZmtpSocket> {
  for (;;) {
    signal.throwIfAborted();
    try {
      return await ZmtpSocket.connect(port, type, signal);
    } catch {
      await sleep(CONNECT_RETRY_MS);
    }
  }
}

/** Reads a process's error stream, so that its pipe never fills, and finds the line that tells why it crashed. */
function listenForLastWords(stream: ReadableStream<Uint8Array>): { reason(): string; stop(): Promise<void> } {
  let text = "";
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  const listening = (async () => {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      text = (text + value).slice(-LAST_WORDS_CHARACTERS);
    }
  })();
  return {
    reason: () => text.split("\n").find((line) => /\b(?:fatal|panicked|error)\b/i.test(line)) ?? "",
    // Cancelled rather than read to its end: a server that the notebook started may hold the pipe open.
    stop: async () => {
      await reader.cancel();
      await listening;
    },
  };
}

function killIfRunning(process: Deno.ChildProcess): void {
  try {
    process.kill("SIGKILL");
  } catch (error) {
    // "Child process has already terminated"
    if (!(error instanceof TypeError || error instanceof Deno.errors.NotFound)) throw error;
  }
}
