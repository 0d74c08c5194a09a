// A server for the browser tests: the built dashboard with the real one's
// content security policy, and invented answers in the API's shapes.
import { existsSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { EventRow, Excluded, Filters, Me, Settings } from "../src/api/shapes";
import { emptyOverview, metric, metrics, NOW, overview } from "./figures";
import { AUDIT, keysWith, PEOPLE, SESSIONS } from "./access";
import { ARRIVING, HEALTH, HEALTHY } from "./arrivals";
import { talk, talks } from "./talks";

const DIST = fileURLToPath(new URL("../dist", import.meta.url));
const POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const TYPES: Readonly<Record<string, string>> = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2" };

export const PASSWORD = "correct horse";
export const WRITE_KEY = "c796994e-f2dd-41c5-a88c-91d54fc42b0e";
const KEYS = keysWith(WRITE_KEY);
const PAGE = 20;
const TOTAL = 50;

class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly body: object,
  ) {
    super(`refused with ${status}`);
  }
}

const ME: Me = { email: "ada@example.com", role: "owner", transcripts: true, password: true, projects: [{ id: "default", name: "Default", zone: "Europe/Paris" }] };

const SETTINGS: Settings = { name: "Default", zone: "Europe/Paris", internal_users: ["user-8141", "user-8142"], internal_domains: ["example.com"], bots: [], goals: ["order paid"], rating_scale: "", texts_kept_hours: 0, properties_kept_hours: 0, context_kept_hours: 0 };

const INTERNAL: Excluded = { reason: "internal", conversations: 12, users: 3, link: "/api/v1/conversations?only=internal" };

const field = (name: string, type: string, meaning: string, values?: string[]): Filters["fields"] extends (infer F)[] | null ? F : never => ({
  name, type, level: "turn", meaning, example: `${name} = "x"`, ops: type === "number" ? ["=", "!=", "<", "<=", ">", ">=", "in", "not in", "exists"] : ["=", "!=", "~", "!~", "in", "not in", "exists"],
  ...(values ? { values } : {}),
});

const FILTERS: Filters = {
  fields: [
    field("agent", "string", "The copilot that answered, by its agent_id."),
    field("version", "string", "The copilot's version, as its answer names it."),
    field("model", "string", "The language model that wrote the answer."),
    field("signal", "enum", "What a detector saw on the turn.", ["unanswered", "slow", "copied"]),
    field("rating", "number", "An explicit rating, normalised to 0..1."),
    field("prop.X", "any", "A custom property of an event."),
  ],
  properties: ["prop.plan", "prop.page"],
};

export class Stub {
  signedIn = true;
  /** Nothing was ever sent. */
  empty = false;
  /** An event came in while the install page waits. */
  received = false;
  /** A key does not send any more. */
  stopped = false;
  analysed = 6_912;
  role: Me["role"] = "owner";
  settings = SETTINGS;
  /** The settings that somebody wished to save, in order, refused or not. */
  readonly wishes: Settings[] = [];
  /** Paths that fail, with their problem. */
  readonly failing = new Map<string, { status: number; detail: string }>();
  readonly asked: URL[] = [];
  private server: Server | undefined;

  async start(): Promise<void> {
    const server = createServer((req, res) => this.serve(req, res));
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    this.server = server;
  }

  async stop(): Promise<void> {
    const server = this.server;
    if (!server) return;
    const closed = new Promise((done) => server.close(done));
    server.closeAllConnections();
    await closed;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server?.address() as AddressInfo).port}`;
  }

  /** The query of the last request of a path. */
  lastQuery(path: string): Readonly<Record<string, string>> {
    return Object.fromEntries(this.asked.findLast(({ pathname }) => pathname === path)?.searchParams ?? []);
  }

  private serve(req: IncomingMessage, res: ServerResponse): void {
    const url = new URL(req.url ?? "/", "http://stub");
    if (!url.pathname.startsWith("/api/")) return serveFile(url.pathname, res);
    this.asked.push(url);
    if (url.pathname === "/api/v1/live") return this.live(res);
    let text = "";
    req.on("data", (chunk: Buffer) => (text += chunk.toString()));
    req.on("end", () => {
      try {
        send(res, 200, this.answer(req.method ?? "GET", url, text), "application/json");
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        send(res, error.status, error.body, "application/problem+json");
      }
    });
  }

  private answer(method: string, url: URL, text: string): object | undefined {
    const path = url.pathname.slice("/api/v1".length);
    const failure = this.failing.get(path);
    if (failure) throw new Refusal(failure.status, { title: "failed", status: failure.status, code: "failed", detail: failure.detail });
    if (path === "/session") return this.session(method, text);
    if (!this.signedIn) throw new Refusal(401, { title: "Unauthorized", status: 401, code: "unauthorized", detail: "Sign in first." });
    this.refuseMistakes(url.searchParams.get("where") ?? "");
    if (path === "/settings") return this.project(method, text);
    if (path === "/settings/goals") return { seen: ["order paid", "invoice opened"] };
    return this.read(path, url.searchParams);
  }

  private project(method: string, text: string): Settings {
    if (method !== "PUT") return this.settings;
    const wish = JSON.parse(text) as Settings;
    this.wishes.push(wish);
    const wrong = wish.bots.find((bot) => bot === "refused");
    if (wrong !== undefined) throw new Refusal(422, { title: "Unprocessable Entity", status: 422, code: "invalid_request", field: "bots[0]", detail: "This bot is refused." });
    return (this.settings = wish);
  }

  /** What is open is told what arrives. */
  private readonly listeners = new Set<ServerResponse>();

  private broken = false;

  private live(res: ServerResponse): void {
    if (this.broken) return void res.destroy();
    res.writeHead(200, { "Content-Type": "text/event-stream" });
    res.write("retry: 100\n\n");
    this.listeners.add(res);
    res.on("close", () => this.listeners.delete(res));
    if (!this.empty) for (const event of ARRIVING) tell(res, event);
  }

  /** Tells every open stream of an event. */
  arrive(event: EventRow): void {
    for (const res of this.listeners) tell(res, event);
  }

  /** Breaks every open stream, and every further one until they are mended. */
  breakStreams(): void {
    this.broken = true;
    for (const res of this.listeners) res.destroy();
  }

  mendStreams(): void {
    this.broken = false;
  }

  private session(method: string, text: string): object | undefined {
    if (method === "DELETE") {
      this.signedIn = false;
      return undefined;
    }
    if ((JSON.parse(text) as { password: string }).password !== PASSWORD) {
      throw new Refusal(401, { title: "Unauthorized", status: 401, code: "unauthorized", detail: "E-mail or password is wrong." });
    }
    this.signedIn = true;
    return ME;
  }

  private refuseMistakes(where: string): void {
    const position = where.indexOf("agnet");
    if (position < 0) return;
    throw new Refusal(400, { title: "Bad Request", status: 400, code: "invalid_filter", field: "where", position, detail: `column ${position + 1}: no field is called "agnet"; did you mean agent?` });
  }

  private read(path: string, query: URLSearchParams): object {
    const [, first = "", second] = path.split("/");
    switch (first) {
      case "me":
        return second === "sessions" ? SESSIONS : { ...ME, role: this.role };
      case "people":
        return PEOPLE;
      case "audit":
        return AUDIT;
      case "reports":
        return this.empty ? emptyOverview() : overview();
      case "metrics":
        return second === undefined ? metrics() : { ...metric(second, query.get("by") ?? ""), excluded: this.settings.internal_users.length > 0 ? [INTERNAL] : [] };
      case "conversations":
        return second === undefined ? this.list(query) : talk(decodeURIComponent(second));
      case "filters":
        return second === undefined ? FILTERS : { values: ["support", "onboarding", "billing"] };
      case "keys":
        return { keys: this.empty ? [] : KEYS };
      case "status":
        return { version: "0.1.0", stored: this.empty ? 0 : this.analysed, analysed: this.empty ? 0 : this.analysed, pending: 0, topics: { version: 0, pending: false } };
      case "health":
        return this.empty ? { ...HEALTHY, keys: [], rows: [], samples: [] } : this.stopped ? HEALTH : HEALTHY;
      case "install":
        return this.received ? { received: true, last: { count: 1, last_received_at: new Date(NOW).toISOString(), source: "tag", name: "screeb_copilot_user_prompt" } } : { received: false };
      default:
        throw new Refusal(404, { title: "Not Found", status: 404, code: "not_found", detail: `The stub has no ${path}.` });
    }
  }

  private list(query: URLSearchParams): object {
    if (this.empty) return { total: 0, conversations: [] };
    const offset = Number(query.get("cursor") ?? 0);
    return { total: TOTAL, conversations: talks(Math.min(PAGE, TOTAL - offset), offset), ...(offset + PAGE < TOTAL ? { next: String(offset + PAGE) } : {}) };
  }
}

function tell(res: ServerResponse, event: EventRow): void {
  res.write(`id: ${event.event_id}\ndata: ${JSON.stringify(event)}\n\n`);
}

function serveFile(path: string, res: ServerResponse): void {
  const file = join(DIST, path);
  const name = path !== "/" && file.startsWith(DIST) && existsSync(file) ? file : join(DIST, "index.html");
  res.writeHead(200, { "Content-Type": TYPES[extname(name)] ?? "application/octet-stream", "Content-Security-Policy": POLICY });
  res.end(readFileSync(name));
}

function send(res: ServerResponse, status: number, body: object | undefined, type: string): void {
  res.writeHead(body === undefined ? 204 : status, { "Content-Type": type });
  res.end(body === undefined ? undefined : JSON.stringify(body));
}
