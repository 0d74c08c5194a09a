import { CloseButton } from "@mantine/core";
import { metricName } from "../format/words";
import type { Search } from "../scope/search";
import { groupsOf } from "./groupsOf";
import classes from "./conversations.module.css";

interface Props {
  readonly search: Search;
  readonly onDismiss: () => void;
}

/** Says which figure the listed conversations stand behind. */
export const BehindChip = ({ search, onDismiss }: Props) => {
  if (search.behind === undefined) return null;
  return (
    <span className={classes.behind}>
      <span>
        behind: <b>{metricName(search.behind).toLowerCase()}</b>
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
