import { expect, test } from "vitest";
import { groupsOf } from "../src/pages/conversations/groupsOf";

test("a breakdown whose name holds a comma is one", () => {
  const f = (by: string, group: string, want: ReturnType<typeof groupsOf>): void => {
    expect(groupsOf({ by, group })).toEqual(want);
  };
  f("outcome", '["failed"]', [["outcome", "failed"]]);
  f("agent,prop.plan", '["support",null]', [
    ["agent", "support"],
    ["plan", null],
  ]);
  f('prop."a,b",agent', '["x","y"]', [
    ["a,b", "x"],
    ["agent", "y"],
  ]);
});
