import { Buffer } from "node:buffer";
import { AuthKey, MemorySession } from "./gramjs.ts";
import { formatSession, type TelegramSession } from "./telegram_session.ts";

/** The data centre to begin with; the account's own is found at log-in. */
const FIRST_DC = { dcId: 2, hostname: "149.154.167.50" };
/** Never used: GramJS connects to port 80. */
const DUMMY_PORT = 443;

/** A session for GramJS that remembers the key and nothing else: GramJS's own adds the chats of every answer to a list for ever. */
export class KeySession extends MemorySession {
  readonly #session: TelegramSession | null;

  /** @param session Null for a new one, whose key GramJS will make. */
  constructor(session: TelegramSession | null) {
    super();
    this.#session = session;
    const { dcId, hostname } = session ?? FIRST_DC;
    this.setDC(dcId, hostname, DUMMY_PORT);
  }

  override async load(): Promise<void> {
    if (this.#session === null || this.authKey !== undefined) return;
    const key = new AuthKey();
    await key.setKey(Buffer.from(this.#session.key));
    this.setAuthKey(key, this.#session.dcId);
  }

  override processEntities(): void {}

  /** The session string, to log in with the next time. */
  format(): string {
    const key = this.authKey?.getKey();
    if (key === undefined) throw new Error("Cannot write the session: it has no key yet");
    return formatSession({ dcId: this.dcId, hostname: this.serverAddress, key });
  }
}
