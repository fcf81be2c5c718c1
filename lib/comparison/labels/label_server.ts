import { timingSafeEqual } from "node:crypto";
import * as z from "zod";
import { errorMessage, UserError } from "../../core/errors.ts";
import { type LabelSession, SaveRequestSchema } from "./label_session.ts";

const ASSETS: Readonly<Record<string, { readonly file: string; readonly type: string }>> = {
  "/": { file: "label_page.html", type: "text/html; charset=utf-8" },
  "/label_page.css": { file: "label_page.css", type: "text/css; charset=utf-8" },
  "/label_page.js": { file: "label_page.js", type: "text/javascript; charset=utf-8" },
};
/** Nothing is fetched from elsewhere, nothing is embedded, and nobody embeds the page. */
const SECURITY_HEADERS = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; " +
    "form-action 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
};
const LONGEST_BODY = 64 * 1024;
const UndoRequestSchema = z.strictObject({ id: z.uuid() });

export interface LabelServerOptions {
  readonly port: number;
  /** Without it nobody sees or writes anything; it is part of the address. */
  readonly token: string;
  /** What the two versions are called, in the page's title. */
  readonly title: string;
}

/** The label page, until it is disposed of. */
export interface LabelServer extends AsyncDisposable {
  /** With the token. */
  readonly url: string;
}

/**
 * Serves the label page on 127.0.0.1. A page of another site can neither read nor write here: the address holds a secret, and a
 * request under another host name, as after DNS rebinding, is refused.
 *
 * @throws {UserError} If it cannot listen there.
 */
export function openLabelServer(
  session: LabelSession,
  { port, token, title }: LabelServerOptions,
): LabelServer {
  const hosts = new Set<string>();
  const answer = async (request: Request): Promise<Response> => {
    const host = request.headers.get("host") ?? "";
    const origin = request.headers.get("origin");
    if (!hosts.has(host) || (origin !== null && origin !== `http://${host}`)) {
      return tell(403, "This page is served under the address that the task printed, and no other");
    }
    const url = new URL(request.url);
    const asset = request.method === "GET" ? ASSETS[url.pathname] : undefined;
    if (asset !== undefined) {
      if (url.pathname === "/" && !isToken(url.searchParams.get("token"), token)) return wrongToken();
      const text = await Deno.readTextFile(new URL(asset.file, import.meta.url));
      return new Response(text, { headers: { "content-type": asset.type, ...SECURITY_HEADERS } });
    }
    if (!isToken(request.headers.get("authorization")?.replace(/^Bearer /, "") ?? null, token)) {
      return wrongToken();
    }
    switch (`${request.method} ${url.pathname}`) {
      case "GET /cases":
        return json(200, { title, cases: await session.loadCases() });
      case "POST /labels":
        return json(200, await session.save(SaveRequestSchema.parse(await readBody(request))));
      case "POST /undo":
        await session.undo(UndoRequestSchema.parse(await readBody(request)).id);
        return json(200, {});
      default:
        return tell(404, "There is nothing here");
    }
  };
  const server = listen(port, answer);
  hosts.add(`127.0.0.1:${server.addr.port}`).add(`localhost:${server.addr.port}`);
  return {
    url: `http://127.0.0.1:${server.addr.port}/?token=${token}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

function listen(
  port: number,
  answer: (request: Request) => Promise<Response>,
): Deno.HttpServer<Deno.NetAddr> {
  try {
    return Deno.serve({ hostname: "127.0.0.1", port, onListen: () => {}, onError: describeFailure }, answer);
  } catch (error) {
    throw new UserError(
      `Cannot listen on 127.0.0.1:${port} for the label page: ${
        errorMessage(error)
      }; set LABEL_PORT to a free port, ` +
        "or leave it unset",
      { cause: error },
    );
  }
}

/** 400 is the request's own fault and is not worth trying again; 503 is. */
function describeFailure(error: unknown): Response {
  if (error instanceof UserError) return tell(400, error.message);
  if (error instanceof z.ZodError) return tell(400, "The request is not one of this page's; reload the page");
  return tell(503, `The label could not be stored: ${errorMessage(error)}`);
}

async function readBody(request: Request): Promise<unknown> {
  if (!request.headers.get("content-type")?.startsWith("application/json")) {
    throw new UserError("The request is not JSON");
  }
  if (Number(request.headers.get("content-length") ?? Infinity) > LONGEST_BODY) {
    throw new UserError("The request is too long");
  }
  try {
    return await request.json();
  } catch (error) {
    throw new UserError("The request is not JSON", { cause: error });
  }
}

function isToken(given: string | null, token: string): boolean {
  const [one, other] = [new TextEncoder().encode(given ?? ""), new TextEncoder().encode(token)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function wrongToken(): Response {
  return tell(401, "The address lacks its token: open the one that the task printed");
}

function tell(status: number, error: string): Response {
  return json(status, { error });
}

function json(status: number, value: unknown): Response {
  return Response.json(value, { status, headers: SECURITY_HEADERS });
}
