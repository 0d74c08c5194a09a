import { expect, test } from "vitest";
import { HEALTH } from "../browser/arrivals";
import { keyName } from "../src/format/keyName";
import { faults, markedLines, pieces, senders } from "../src/pages/inbox/health";

test("every key and door has a line, the busiest first", () => {
  expect(senders(HEALTH.rows)).toEqual([
    { key: "k1", source: "tag", accepted: 12_403, duplicate: 31, rejected: 88, refused: 0 },
    { key: "k2", source: "screeb", accepted: 0, duplicate: 0, rejected: 0, refused: 3 },
  ]);
});

test("what was lost comes before what was kept, with its own samples", () => {
  expect(faults(HEALTH).map(({ code, samples }) => [code, samples.map(({ message }) => message.slice(0, 8))])).toEqual([
    ["rating_out_of_range", ["rating 9"]],
    ["unreadable_body", ["cannot r"]],
    ["session_missing", []],
  ]);
});

test("a key has a name", () => {
  expect(["k1", "k5", "", "gone"].map((id) => keyName(HEALTH.keys, id))).toEqual(["web", "server key dbs_wxyz…", "without a key", "a key that may not send, or no more"]);
});

test("the field at fault is marked in its sample", () => {
  const marked = (item: string, field?: string): string[] => markedLines(item, field).flatMap(([line, is]) => (is ? [line] : []));
  const item = '{\n  "rating": 9,\n  "properties": {\n    "rating": "x",\n    "rating_scale": "1-5"\n  }\n}';
  expect(marked(item, "rating")).toEqual(['  "rating": 9,', '    "rating": "x",']);
  expect(marked(item, "prompt")).toEqual([]);
  expect(marked(item)).toEqual([]);
});

test("names in a sentence stand apart", () => {
  expect(pieces("send `a`, or `b`")).toEqual(["send ", "a", ", or ", "b", ""]);
});
