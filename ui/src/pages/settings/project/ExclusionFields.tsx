import { TagsInput } from "@mantine/core";
import type { Settings } from "../../../api/shapes";
import { type Mistakes, MOST } from "./fields";

type List = "internal_users" | "internal_domains" | "bots";

interface Props {
  readonly wish: Settings;
  readonly mistakes: Mistakes;
  readonly onChange: (change: Partial<Settings>) => void;
}

interface About {
  readonly list: List;
  readonly label: string;
  readonly description: string;
  readonly example: string;
  /** What ends an entry while it is typed or pasted; an id may hold a space. */
  readonly ends: string[];
}

const LISTS: readonly About[] = [
  { list: "internal_users", label: "Internal users", description: "Ids of your own people, as the events name them.", example: "u-42", ends: [",", ";", "\n", "\t"] },
  {
    list: "internal_domains",
    label: "Internal e-mail domains",
    description: "Whoever has an e-mail address of these, as id or as the trait email.",
    example: "example.com",
    ends: [",", ";", "\n", "\t", " "],
  },
  { list: "bots", label: "Bots", description: "Ids of users that are programs: monitors, crawlers, tests.", example: "uptime-check", ends: [",", ";", "\n", "\t"] },
];

/** Who stays out of every figure. */
export const ExclusionFields = ({ wish, mistakes, onChange }: Props) =>
  LISTS.map(({ list, label, description, example, ends }) => (
    <TagsInput
      key={list}
      label={label}
      description={`${description} Enter or a comma adds one.`}
      placeholder={wish[list].length === 0 ? example : ""}
      value={wish[list]}
      onChange={(next) => onChange({ [list]: next })}
      error={mistakes[list]}
      splitChars={ends}
      maxTags={MOST[list]}
    />
  ));
