// Somebody else's site, on an origin of its own.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

const pathOf = (url: string): string => new URL(url, "http://site.invalid").pathname;

export class Site {
  private readonly pages = new Map<string, string>();

  private constructor(private readonly server: Server) {
    server.on("request", (request, response) => {
      const page = this.pages.get(pathOf(request.url ?? ""));
      response.writeHead(page === undefined ? 404 : 200, { "Content-Type": "text/html; charset=utf-8" });
      response.end(page);
    });
  }

  static async start(): Promise<Site> {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    return new Site(server);
  }

  // By name: an address would be taken out of what is stored, as those of people are.
  get origin(): string {
    return `http://localhost:${(this.server.address() as AddressInfo).port}`;
  }

  /** Puts a page there and returns its address; a query and a fragment are the browser's. */
  add(path: string, body: string): string {
    const icon = '<link rel="icon" href="data:,">'; // else the browser asks for one
    this.pages.set(pathOf(path), `<!doctype html><html lang="en"><title>Boardwalk</title>${icon}<body>${body}</body></html>`);
    return this.origin + path;
  }

  async end(): Promise<void> {
    const closed = new Promise((done) => this.server.close(done));
    this.server.closeAllConnections();
    await closed;
  }
}
