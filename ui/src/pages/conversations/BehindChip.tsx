import { CloseButton } from "@mantine/core";
import { metricName, spaced } from "../../format/words";
import type { Search } from "../../scope/search";
import { groupsOf } from "./groupsOf";
import classes from "./conversations.module.css";

interface Props {
  readonly search: Search;
  readonly onDismiss: () => void;
}

/** Says which figure the listed conversations stand behind, or why they are not counted. */
export const BehindChip = ({ search, onDismiss }: Props) => {
  const { behind, only } = search;
  if (behind === undefined && only === undefined) return null;
  return (
    <span className={classes.behind}>
      <span>
        {behind === undefined ? "not counted" : "behind"}: <b>{(behind === undefined ? spaced(only ?? "") : metricName(behind)).toLowerCase()}</b>
        {groupsOf(search).map(([name, value]) => (
          <span key={name}>
            {" "}
            · {name} <b>{value ?? "none"}</b>
          </span>
        ))}
      </span>
      <CloseButton size="xs" aria-label="Show all conversations, not only those behind the figure" onClick={onDismiss} />
    </span>
  );
};
