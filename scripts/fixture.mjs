// Makes the fixture of the upgrade test: a small data folder as a binary of
// some commit leaves it, and what that binary says of it.
//
//   node scripts/fixture.mjs BINARY cmd/debrief/testdata/upgrade/COMMIT
//
// writes COMMIT.tar.gz and COMMIT.json. The folder holds every kind of event,
// what was erased, keys, people, settings, definitions, samples of Inbox health
// and a journal whose last record is torn. It needs tar and the
// sqlite3 command.
import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdtempSync, openSync, readFileSync, readdirSync, readSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const [binary, out] = process.argv.slice(2).map((path) => resolve(path));
const keys = { write: "fixture-write-key", server: "fixture-server-key", read: "fixture-read-key" };
const password = "a long enough password";
const dir = mkdtempSync(join(tmpdir(), "debrief-fixture-"));
const data = join(dir, "data");

async function serve() {
  const args = ["serve", "--data", data, "--addr", "127.0.0.1:0", "--init-write-key", keys.write, "--init-server-key", keys.server];
  args.push("--init-read-key", keys.read, "--init-owner-email", "owner@example.com", "--init-owner-password", password);
  const child = spawn(binary, args, { stdio: ["ignore", "pipe", "inherit"] });
  process.on("exit", () => child.kill("SIGKILL"));
  const ended = new Promise((done) => child.on("exit", done));
  let text = "";
  for await (const part of child.stdout.iterator({ destroyOnReturn: false })) {
    text += part;
    const found = /listens on (\S+)\n/.exec(text);
    if (found) return { base: found[1], end: (signal) => (child.kill(signal), ended) };
  }
  throw new Error("the server did not start");
}

const run = (...args) => execFileSync(binary, [...args, "--data", data], { encoding: "utf8" });
const lines = (text) => text.split("\n").filter(Boolean).map((line) => JSON.parse(line));

async function post(base, path, body) {
  const answer = await fetch(base + path, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer;
}

const at = (day, minute) => new Date(Date.UTC(2026, 9, day, 9, minute)).toISOString();
const send = (base, events) => post(base, "/t", { key: keys.write, events });

// talk is a conversation of two turns with everything around them.
function talk(n) {
  const user = `user-${n % 5}`;
  const common = { conversation_id: `talk-${n}`, session_id: `session-${n}`, agent_id: n % 3 ? "support" : "sales", plan: n % 2 ? "pro" : "free" };
  const one = (id, minute, event, properties) =>
    ({ id: `${n}-${id}`, event, user_id: user, account_id: "acme", timestamp: at(1 + n, minute), properties: { ...common, ...properties }, context: { page: { path: "/help" } } });
  const answer = { model: "m-1", version: n < 6 ? "v1" : "v2", latency_ms: 700 + n, input_tokens: 40 + n, output_tokens: 90, cost_usd: 0.01, sources: ["faq"] };
  return [
    one("a", 0, "screeb_copilot_user_prompt", { prompt: `How do I export report number ${n} to a spreadsheet?`, message_id: "m1" }),
    one("b", 1, "screeb_copilot_response", { response: `Open the report ${n}, then choose Export.`, reply_to: "m1", ...answer }),
    one("c", 2, "screeb_copilot_action", { action: "copied", message_id: "m1" }),
    one("d", 3, "screeb_copilot_tool", { tool: "search", duration_ms: 12.5 }),
    one("e", 4, "screeb_copilot_user_prompt", { prompt: n % 4 ? "Thanks, that works." : `No, that is wrong: report ${n} has no such button.` }),
    one("f", 5, "screeb_copilot_response", n % 7 ? { response: "You are welcome.", ...answer } : { error: "timeout" }),
    one("g", 6, "screeb_copilot_satisfaction", { rating: 1 + (n % 5), rating_scale: "1-5", comment: `comment ${n}, naïve 👍` }),
    one("h", 7, "screeb_copilot_conversion", { name: "upgrade", value: 10 * n, currency: "EUR" }),
  ];
}

const others = [
  { type: "identify", id: "i1", user_id: "user-1", anonymous_id: "anon-1", timestamp: at(2, 30), properties: { plan: "pro", seats: 4 } },
  { type: "alias", id: "i2", user_id: "user-2", anonymous_id: "anon-2", timestamp: at(2, 31) },
  { type: "group", id: "i3", user_id: "user-1", account_id: "acme", timestamp: at(2, 32), properties: { industry: "retail" } },
  { type: "page", id: "i4", user_id: "user-1", timestamp: at(2, 33), properties: { path: "/pricing" } },
  { id: "i5", event: "order_completed", anonymous_id: "anon-1", timestamp: at(2, 34), properties: { value: 99.5, currency: "USD" } },
  { id: "i6", event: "screeb_copilot_user_prompt", anonymous_id: "anon-1", timestamp: at(2, 20), properties: { prompt: "Where is my order 4471?", conversation_id: "nameless", session_id: "s-nameless" } },
  { id: "i7", event: "screeb_copilot_user_prompt", user_id: "bot-1", timestamp: at(3, 20), properties: { prompt: "ping", conversation_id: "of a bot", session_id: "s-bot" } },
  { id: "i8", event: "screeb_copilot_user_prompt", user_id: "user-3", timestamp: at(3, 25), properties: { prompt: "staging?", conversation_id: "staging", session_id: "s-st", environment: "staging" } },
  { id: "i9", event: "screeb_copilot_user_prompt", user_id: "forgotten", timestamp: at(3, 0), properties: { prompt: "the erased words", conversation_id: "of the erased", session_id: "s-e" } },
  { id: "i10", event: "screeb_copilot_user_prompt", user_id: "user-4", timestamp: at(3, 5), properties: { prompt: "another erased one", conversation_id: "erased-talk", session_id: "s-e2" } },
  { id: "i11", event: "screeb_copilot_user_prompt", user_id: "user-4", properties: { conversation_id: "no prompt" } },
];

// tear leaves half of the journal's last record, as a write that did not end.
function tear() {
  const [name, ...more] = readdirSync(join(data, "journal")).filter((file) => file.endsWith(".journal"));
  if (!name || more.length) throw new Error("the journal holds no segment, or several: run it again");
  const file = openSync(join(data, "journal", name), "r+");
  const head = Buffer.alloc(20);
  const frames = [];
  for (let from = 8192; readSync(file, head, 0, 20, from) === 20 && head.readUInt32LE(0) !== 0; ) {
    const length = head.readUInt32LE(4) & 0x7fffffff;
    frames.push({ from, length });
    from += 20 + length;
  }
  if (frames.length !== 2) throw new Error(`the journal holds ${frames.length} records and not two: run it again`);
  const { from, length } = frames[1];
  const half = Math.floor(length / 2);
  writeSync(file, Buffer.alloc(length - half), 0, length - half, from + 20 + half);
}

// fill uses everything that is kept, then kills the server.
async function fill() {
  let server = await serve();
  for (let n = 1; n <= 12; n++) await send(server.base, talk(n));
  await send(server.base, others);
  await post(server.base, "/t", { key: keys.write, sent_at: "2026-01-01T00:00:00Z", events: [{ id: "skewed", event: "clicked", user_id: "user-1", timestamp: "2026-01-01T00:00:00Z" }] });
  run("export", "events");
  run("erase", "user", "forgotten", "--yes");
  run("erase", "conversation", "erased-talk", "--yes");
  run("keys", "add", "--name", "limited", "--origin", "https://app.example.com", "--rate", "50", "--value", "fixture-limited-key");
  run("keys", "add", "--kind", "read", "--name", "figures only", "--value", "fixture-figures-key");
  run("user", "invite", "ada@example.com", "--role", "analyst");
  const settings = { name: "Fixture", zone: "Europe/Paris", internal_users: ["insider"], internal_domains: ["example.org"], bots: ["bot-1"], texts_kept_hours: 0, properties_kept_hours: 0, context_kept_hours: 0 };
  const session = await post(server.base, "/api/v1/session", { email: "owner@example.com", password });
  const cookie = session.headers.getSetCookie().map((c) => c.split(";")[0]).join("; ");
  const put = await fetch(server.base + "/api/v1/settings", { method: "PUT", body: JSON.stringify(settings), headers: { cookie, origin: server.base, "content-type": "application/json" } });
  if (!put.ok) throw new Error(`settings: ${put.status} ${await put.text()}`);
  await server.end("SIGTERM");
  const definitions = '{"settling":"12h0m0s","goals":["order_completed"]}';
  execFileSync("sqlite3", [join(data, "control.db"), `INSERT INTO definitions SELECT id, 2, '${definitions}', 0 FROM projects`]);
  server = await serve();
  await new Promise((done) => setTimeout(done, 1000)); // the flush at the start is over
  await send(server.base, [{ id: "kept", event: "screeb_copilot_user_prompt", user_id: "user-0", timestamp: at(20, 0), properties: { prompt: "the last question that is durable", conversation_id: "late", session_id: "s-late" } }]);
  await send(server.base, [{ id: "torn", event: "torn", user_id: "user-0", timestamp: at(20, 1), properties: { of: "x".repeat(4000) } }]);
  await server.end("SIGKILL");
  tear();
}

const pick = (names) => (row) => Object.fromEntries(names.filter((name) => name in row).map((name) => [name, row[name]]));
const turnFacts = ["conversation_id", "agent_id", "user_id", "started_at", "prompt", "response", "latency_ms", "model", "version"];
const conversationFacts = ["conversation_id", "agent_id", "user_id", "session_id", "started_at", "ended_at", "prompts", "responses", "conversions", "value"];
const metrics = ["prompts", "conversations", "active_users", "conversions", "conversion_value", "mean_rating", "positive_rate", "input_tokens", "output_tokens", "cost", "latency_p50"];

// tell writes down what the binary says of a copy: facts, not what detectors
// of a later version may judge otherwise.
function tell() {
  const figure = (id) => {
    const [row] = JSON.parse(run("report", "metric", id, "--json", "--from", "2026-10-01", "--to", "2026-11-01")).rows;
    return [id, { value: row.value, n: row.n }];
  };
  return {
    events: lines(run("export", "events")),
    turns: lines(run("export", "turns")).map(pick(turnFacts)),
    conversations: lines(run("export", "conversations")).map(pick(conversationFacts)),
    metrics: Object.fromEntries(metrics.map(figure)),
    keys: run("keys", "list"),
    people: run("user", "list"),
    erasures: run("erase", "list"),
  };
}

try {
  await fill();
  execFileSync("tar", ["-C", dir, "--exclude=debrief.sock", "-czf", `${out}.tar.gz`, "data"], { env: { ...process.env, GZIP: "-9" } });
  const said = tell();
  writeFileSync(`${out}.json`, JSON.stringify(said, null, 1) + "\n");
  const size = readFileSync(`${out}.tar.gz`).length;
  console.log(`${size} bytes, ${said.events.length} events, ${said.turns.length} turns`);
} finally {
  if (process.env.KEEP) cpSync(dir, process.env.KEEP, { recursive: true });
  rmSync(dir, { recursive: true, force: true });
}
