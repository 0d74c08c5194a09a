// Two origins for the browser tests: the page's own site, and a collector that
// answers as told and keeps what it received.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Item } from "../src/types";

export interface Received {
  key: string;
  contentType: string | undefined;
  cookie: string | undefined;
  events: Item[];
  status: number;
}

export interface Answer {
  /** 0 breaks the connection off. */
  status: number;
  headers?: Record<string, string>;
  body?: string;
  /** How long the answer takes, in ms. */
  delay?: number;
}

const TAG = readFileSync(fileURLToPath(new URL("../dist/tag.js", import.meta.url)));

async function listen(handler: (req: IncomingMessage, res: ServerResponse) => void, port = 0): Promise<Server> {
  const server = createServer(handler);
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  return server;
}

async function shut(server: Server): Promise<void> {
  const closed = new Promise((done) => server.close(done));
  server.closeAllConnections();
  await closed;
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

export class Collector {
  readonly received: Received[] = [];
  /** Answers to the next posts, in order; after them everything is accepted. */
  readonly answers: Answer[] = [];
  private server: Server | undefined;
  private port = 0;

  async start(): Promise<void> {
    this.server = await listen((req, res) => void this.answer(req, res), this.port);
    this.port = portOf(this.server);
  }

  async stop(): Promise<void> {
    if (this.server) await shut(this.server);
    this.server = undefined;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Every event that was acknowledged, in order of arrival, once by its id as the server stores it. */
  get events(): Item[] {
    const acknowledged = this.received.filter((r) => r.status === 200).flatMap((r) => r.events);
    return [...new Map(acknowledged.map((event) => [event.id, event])).values()];
  }

  private async answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    res.setHeader("Access-Control-Allow-Origin", "*");
    if (req.url === "/tag.js") {
      res.setHeader("Content-Type", "text/javascript; charset=utf-8").end(TAG);
      return;
    }
    if (req.method !== "POST" || req.url !== "/t") {
      res.writeHead(405).end(); // no preflight is ever needed
      return;
    }
    let body = "";
    for await (const chunk of req.setEncoding("utf8")) body += String(chunk);
    let request: { key: string; events: Item[] };
    try {
      request = JSON.parse(body) as typeof request;
    } catch {
      res.writeHead(400).end("{}");
      return;
    }
    const { key, events } = request;
    const { status, headers, body: answer, delay = 0 } = this.answers.shift() ?? { status: 200 };
    const { "content-type": contentType, cookie } = req.headers;
    this.received.push({ key, contentType, cookie, events, status });
    await setTimeout(delay, undefined, { ref: false });
    if (!status) {
      res.destroy();
      return;
    }
    res.writeHead(status, { "Access-Control-Expose-Headers": "Retry-After", ...headers });
    res.end(answer ?? JSON.stringify({ accepted: events.length, duplicate: 0, rejected: [] }));
  }
}

/** A site of one page per path. */
export class Site {
  private readonly pages = new Map<string, { html: string; csp?: string | undefined }>();
  private server: Server | undefined;

  async start(): Promise<void> {
    this.server = await listen((req, res) => {
      const page = this.pages.get(req.url ?? "");
      res.writeHead(page ? 200 : 404, {
        "Content-Type": "text/html; charset=utf-8",
        ...(page?.csp ? { "Content-Security-Policy": page.csp } : {}),
      });
      res.end(page?.html ?? "");
    });
  }

  async stop(): Promise<void> {
    if (this.server) await shut(this.server);
  }

  add(path: string, html: string, csp?: string): string {
    this.pages.set(path, { html: `<!doctype html><title>Shop</title><body>${html}`, csp });
    return `http://127.0.0.1:${this.server ? portOf(this.server) : 0}${path}`;
  }
}
