import { fieldName } from "../../format/words";
import type { Search } from "../../scope/search";

type Group = readonly [string, string | null];

/** A breakdown of a list; a comma within quotes is part of a property's name, as in prop."a,b". */
const NAME = /(?:[^",]|"(?:[^"\\]|\\.)*")+/g;

/** The breakdown and its values that a link names: by=outcome&group=["failed"]. */
export function groupsOf({ by, group }: Search): readonly Group[] {
  if (by === undefined || group === undefined) return [];
  const values = parseList(group);
  return (by.match(NAME) ?? []).map((name, index) => {
    const value = values[index];
    return [fieldName(name), typeof value === "string" ? value : null];
  });
}

function parseList(text: string): readonly unknown[] {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}
