// Files of every format are uploaded, looked at, mapped and imported; a repeat
// changes nothing, and what cannot be used is named.
import { writeFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, beforeEach, afterEach, expect, test } from "vitest";
import { Dashboard } from "../support/dashboard";
import { launch, Reader } from "../support/reader";
import { Server } from "../support/server";

const say = (role: string, content: string): object => ({ role, content });
const node = (id: string, parent: string | null, child: string | null, message: object | null): object => ({ id, parent, children: child === null ? [] : [child], message });
const said = (role: string, time: number, text: string): object => ({ author: { role }, create_time: time, content: { content_type: "text", parts: [text] } });

const FILES = {
  "native.jsonl": `{"event":"user_prompt","timestamp":"2026-11-20T10:00:00Z","properties":{"prompt":"One","conversation_id":"native-1"}}\nnot json\n`,
  "chats.jsonl": `${JSON.stringify({ messages: [say("user", "Two?"), say("assistant", "Two.")], metadata: { conversation_id: "openai-1" } })}\n`,
  "sharegpt.json": JSON.stringify([{ id: "sharegpt-1", conversations: [{ from: "human", value: "Three?" }, { from: "gpt", value: "Three." }] }]),
  "conversations.json": JSON.stringify([
    {
      conversation_id: "chatgpt-1", title: "Four", current_node: "b",
      mapping: { r: node("r", null, "a", null), a: node("a", "r", "b", said("user", 1_795_000_000.5, "Four?")), b: node("b", "a", null, said("assistant", 1_795_000_002, "Four.")) },
    },
  ]),
  "turns.csv": "Thread;Question;Answer;Stars\ncsv-1;Five?;Five.;5\ncsv-1;;;\n",
} as const;

let browser: Browser;
let server: Server;
let folder: string;
let reader: Reader;
let dashboard: Dashboard;
beforeAll(async () => {
  [browser, server, folder] = await Promise.all([launch(), Server.start(), mkdtemp(join(tmpdir(), "debrief-e2e-files-"))]);
});
afterAll(() => Promise.all([browser?.close(), server?.end(), rm(folder, { recursive: true })]));
beforeEach(async () => {
  reader = await Reader.open(browser, { viewport: { width: 1440, height: 900 }, colorScheme: "light", ...(storageState ? { storageState } : {}) });
  dashboard = new Dashboard(reader.page, server.origin);
  if (!storageState) {
    await reader.page.goto(server.signInLink);
    await reader.page.locator("h1").first().waitFor();
    storageState = await reader.context.storageState();
  }
  await dashboard.open("/settings/import");
});
afterEach(() => reader.close([server.origin], (fault) => /status of (400|401) /.test(fault)));
let storageState: Awaited<ReturnType<Reader["context"]["storageState"]>> | undefined;

async function choose(name: string, content: string | Buffer): Promise<void> {
  const path = join(folder, name);
  await writeFile(path, content);
  await reader.page.getByLabel("File to import").setInputFiles(path);
}

const status = (text: string | RegExp): Promise<void> => reader.page.getByRole("status").filter({ hasText: text }).first().waitFor();

const PATIENCE = 120_000;

const EXPECTED = [
  ["native.jsonl", "This is Debrief's own events. It holds 1 event; 1 cannot be used.", "1 event imported, 0 here already, 1 rejected.", "0 events imported, 1 here already, 1 rejected."],
  ["chats.jsonl", "This is OpenAI chats. It holds 2 events; 0 cannot be used. 2 events without a time of its own", "2 events imported, 0 here already", "0 events imported, 2 here already"],
  ["sharegpt.json", "This is ShareGPT conversations.", "2 events imported, 0 here already", "0 events imported, 2 here already"],
  ["conversations.json", "This is a ChatGPT data export. It holds 2 events; 0 cannot be used.", "2 events imported, 0 here already", "0 events imported, 2 here already"],
] as const;

test.each(EXPECTED)("%s is previewed, imported, and changes nothing when imported again", { timeout: PATIENCE }, async (name, preview, first, again) => {
  const { page } = reader;
  await choose(name, FILES[name]);
  await status(preview);
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await status(first);
  await choose(`${name}.gz`, gzipSync(FILES[name])); // the same in other clothes
  await status("compressed with gzip");
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await status(again);
  expect(await reader.violations()).toEqual([]);
});

test("a table is mapped by keyboard, checked, imported, and its rejected row named", { timeout: PATIENCE }, async () => {
  const { page } = reader;
  await choose("turns.csv", FILES["turns.csv"].replace("Question", "What").replace("Answer", "Then"));
  await page.getByText("Say what the columns are").waitFor();
  expect(await reader.violations()).toEqual([]);
  await dashboard.tabTo("select", "What");
  await page.keyboard.type("prompt");
  await page.keyboard.press("Tab");
  await status("It holds 1 event");
  await page.getByLabel("Then").selectOption("response");
  await page.getByLabel("Scale of ratings without one").selectOption("1-5");
  await status("It holds 3 events; 1 cannot be used. 3 events without a time");
  await page.getByText("line 3 the row has neither a prompt nor a response").first().waitFor();
  await page.getByRole("button", { name: "Check the whole file" }).click();
  await status("The whole file holds 3 events; 1 cannot be used. 3 without a time of its own. Nothing was imported.");
  expect((await server.events()).filter(({ conversation_id: id }) => id === "csv-1")).toEqual([]);
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await status("3 events imported, 0 here already, 1 rejected.");
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await reader.violationsOfBoth()).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
  }
  const events = (await server.events()).filter(({ conversation_id: id }) => id === "csv-1");
  expect(events.map(({ kind }) => kind)).toEqual(["prompt", "response", "satisfaction"]);
  expect(events.every(({ marks }) => marks?.includes("time_inferred"))).toBe(true);
  await dashboard.open("/conversations/csv-1");
  await page.getByText("time inferred").first().waitFor();
});

test("a file that is none is refused with what was seen, and an import can be cancelled", { timeout: PATIENCE }, async () => {
  const { page } = reader;
  await choose("letter.txt", "Dear Sir.\n");
  await page.getByRole("alert").filter({ hasText: "Cannot tell what this file is: text that is neither JSON nor a table." }).waitFor();
  expect(await reader.violations()).toEqual([]);

  const line = `${JSON.stringify({ event: "user_prompt", properties: { prompt: "How? ".repeat(200), conversation_id: "long" } })}\n`;
  await choose("long.jsonl", line.repeat(60_000));
  await status("Its beginning holds");
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect.poll(() => page.getByRole("alert").textContent()).toContain("Cancelled. What was imported by then is kept");
});
