import type { ComboboxItem, ComboboxItemGroup } from "@mantine/core";
import type { Filters } from "../api/shapes";
import { fieldName } from "../format/words";

/** Whether a field stands for properties: "prop.X", "user.X", "account.X". */
export const isProperty = (name: string): boolean => name.endsWith(".X");

const KINDS: Readonly<Record<string, string>> = { "prop.X": "another property…", "user.X": "property of the user…", "account.X": "property of the account…" };

/** Fields and the properties that were seen, grouped for a choice. */
export function fieldChoices({ fields, properties }: Filters): ComboboxItemGroup<ComboboxItem>[] {
  const own = fields.filter(({ name }) => !isProperty(name)).map(({ name }) => ({ value: name, label: name }));
  const seen = properties.map((name) => ({ value: name, label: fieldName(name) }));
  const open = fields.filter(({ name }) => isProperty(name)).map(({ name }) => ({ value: name, label: KINDS[name] ?? name }));
  return [
    { group: "Fields", items: own },
    { group: "Properties", items: [...seen, ...open] },
  ];
}
