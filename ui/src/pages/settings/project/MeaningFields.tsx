import { TagsInput, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { goalsQuery } from "../../../api/settings";
import type { Settings } from "../../../api/shapes";
import { type Mistakes, MOST } from "./fields";

interface Props {
  readonly project: string;
  readonly wish: Settings;
  readonly mistakes: Mistakes;
  readonly onChange: (change: Partial<Settings>) => void;
}

/** What the project's own events and ratings mean. */
export const MeaningFields = ({ project, wish, mistakes, onChange }: Props) => {
  const { data } = useQuery(goalsQuery(project));
  return (
    <>
      <TagsInput
        label="Goals"
        description="Names of your own events that count as conversions, worth their property value, revenue or amount. Events that came already are offered; a change judges history again."
        placeholder={wish.goals.length === 0 ? "order paid" : ""}
        data={data?.seen ?? []}
        value={wish.goals}
        onChange={(goals) => onChange({ goals })}
        error={mistakes.goals}
        splitChars={[",", ";", "\n", "\t"]}
        maxTags={MOST.goals}
        comboboxProps={{ withinPortal: false }}
      />
      <TextInput
        label="Scale of ratings"
        description="For ratings that come without one, from now on: thumbs, 1-5, 0-10, csat, … Empty leaves it to their protocol."
        placeholder="thumbs"
        maxLength={MOST.rating_scale}
        value={wish.rating_scale}
        onChange={({ currentTarget }) => onChange({ rating_scale: currentTarget.value.trim() })}
        error={mistakes.rating_scale}
      />
    </>
  );
};
