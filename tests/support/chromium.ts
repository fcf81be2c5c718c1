import { until } from "./until.ts";

/** The browser's program; null where there is none. */
export function findChromium(): string | null {
  for (const path of ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]) {
    try {
      if (Deno.statSync(path).isFile) return path;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return null;
}

type Reply = { readonly result?: Record<string, unknown>; readonly error?: { readonly message: string } };

/** A page in a tab of its own. */
export interface Tab {
  /** Runs an expression in the page and returns its value, a promise's too. */
  evaluate(expression: string): Promise<unknown>;
  /** Waits until the expression is true in the page. */
  until(expression: string): Promise<void>;
  /** Presses and releases a key, as the keyboard would. */
  press(key: string): Promise<void>;
  /** Types a text where the focus is. */
  type(text: string): Promise<void>;
  click(selector: string): Promise<void>;
  reload(): Promise<void>;
  setOffline(isOffline: boolean): Promise<void>;
  setSize(width: number, height: number, dark?: boolean): Promise<void>;
  /** PNG of the whole page. */
  screenshot(): Promise<Uint8Array<ArrayBuffer>>;
}

/** A headless Chromium, until it is disposed of. */
export interface Browser extends AsyncDisposable {
  open(url: string): Promise<Tab>;
  /** What the pages' scripts threw, or the console said was wrong. */
  readonly troubles: readonly string[];
}

const KEYS: Readonly<
  Record<string, { readonly code: string; readonly number: number; readonly text?: string }>
> = {
  " ": { code: "Space", number: 32, text: " " },
  Enter: { code: "Enter", number: 13, text: "\r" },
  Escape: { code: "Escape", number: 27 },
  Tab: { code: "Tab", number: 9 },
  ArrowLeft: { code: "ArrowLeft", number: 37 },
  ArrowRight: { code: "ArrowRight", number: 39 },
};

/** Starts the browser with a profile of its own. */
export async function openBrowser(program: string): Promise<Browser> {
  const profile = await Deno.makeTempDir({ prefix: "chromium" });
  const child = new Deno.Command(program, {
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--no-first-run",
      "--remote-debugging-port=0",
      `--user-data-dir=${profile}`,
      "about:blank",
    ],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  const portFile = `${profile}/DevToolsActivePort`;
  const readPort = () => {
    try {
      return Deno.readTextFileSync(portFile).split("\n");
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return [];
      throw error;
    }
  };
  await until(() => readPort().length > 1);
  const [port, path] = readPort();
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error("Cannot reach the browser that was just started"));
  });
  const troubles: string[] = [];
  const asked = new Map<number, (reply: Reply) => void>();
  let last = 0;
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(String(data));
    if (message.method === "Runtime.exceptionThrown") {
      troubles.push(JSON.stringify(message.params.exceptionDetails.exception?.description));
    }
    if (message.method === "Page.javascriptDialogOpening") {
      void send("Page.handleJavaScriptDialog", { accept: true }, message.sessionId);
    }
    asked.get(message.id)?.(message);
    asked.delete(message.id);
  };
  const send = async (
    method: string,
    params: object = {},
    sessionId?: string,
  ): Promise<Record<string, unknown>> => {
    const id = ++last;
    const reply = await new Promise<Reply>((resolve) => {
      asked.set(id, resolve);
      socket.send(JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) }));
    });
    if (reply.error) throw new Error(`Cannot ${method}: ${reply.error.message}`);
    return reply.result ?? {};
  };
  return {
    troubles,
    async open(url) {
      const { targetId } = await send("Target.createTarget", { url: "about:blank" });
      const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
      const tab = openTab((method, params) => send(method, params, String(sessionId)));
      for (const domain of ["Page", "Runtime", "Network"]) {
        await send(`${domain}.enable`, {}, String(sessionId));
      }
      await send("Page.navigate", { url }, String(sessionId));
      await tab.until("document.readyState === 'complete'");
      return tab;
    },
    async [Symbol.asyncDispose]() {
      await send("Browser.close").catch(() => {});
      await child.status;
      socket.close();
      await Deno.remove(profile, { recursive: true }).catch(() => {});
    },
  };
}

function openTab(send: (method: string, params?: object) => Promise<Record<string, unknown>>): Tab {
  const evaluate = async (expression: string): Promise<unknown> => {
    const { result, exceptionDetails } = await send("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) {
      throw new Error(`Cannot evaluate ${expression}: ${JSON.stringify(exceptionDetails)}`);
    }
    return typeof result === "object" && result !== null ? Reflect.get(result, "value") : undefined;
  };
  const isTrue = async (expression: string) => {
    // A page that is being loaded has nothing to ask.
    try {
      return await evaluate(expression) === true;
    } catch {
      return false;
    }
  };
  return {
    evaluate,
    until: (expression) => until(() => isTrue(expression), 20_000),
    async press(key) {
      const { code, number, text } = KEYS[key] ??
        { code: "", number: key.toUpperCase().charCodeAt(0), text: key };
      const event = { key, code, windowsVirtualKeyCode: number, ...(text === undefined ? {} : { text }) };
      await send("Input.dispatchKeyEvent", { type: text === undefined ? "rawKeyDown" : "keyDown", ...event });
      await send("Input.dispatchKeyEvent", { type: "keyUp", ...event });
    },
    async type(text) {
      await send("Input.insertText", { text });
    },
    async click(selector) {
      const place = await evaluate(`(() => { const e = document.querySelector(${JSON.stringify(selector)});
        e.scrollIntoView({ block: "center" }); const r = e.getBoundingClientRect();
        return { x: r.x + r.width / 2, y: r.y + r.height / 2 }; })()`);
      for (const type of ["mousePressed", "mouseReleased"]) {
        await send("Input.dispatchMouseEvent", { type, ...Object(place), button: "left", clickCount: 1 });
      }
    },
    async reload() {
      await evaluate("window.isOld = true");
      await send("Page.reload");
      await until(() => isTrue("window.isOld !== true && document.readyState === 'complete'"), 20_000);
    },
    async setOffline(offline) {
      await send("Network.emulateNetworkConditions", {
        offline,
        latency: 0,
        downloadThroughput: -1,
        uploadThroughput: -1,
      });
    },
    async setSize(width, height, dark = false) {
      await send("Emulation.setDeviceMetricsOverride", {
        width,
        height,
        deviceScaleFactor: 1,
        mobile: width < 600,
      });
      await send("Emulation.setEmulatedMedia", {
        features: [{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }],
      });
    },
    async screenshot() {
      const { data } = await send("Page.captureScreenshot", { format: "png", captureBeyondViewport: true });
      return Uint8Array.from(atob(String(data)), (character) => character.charCodeAt(0));
    },
  };
}
