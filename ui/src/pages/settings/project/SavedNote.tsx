import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { excludedQuery } from "../../../api/settings";
import type { Settings } from "../../../api/shapes";
import { plural } from "../../../format/figure";
import parts from "../../../page/parts.module.css";
import { changesOf } from "./changes";

interface Props {
  readonly project: string;
  readonly former: Settings;
  readonly saved: Settings;
  readonly onUndo: () => void;
}

/** What was just saved and what it means for figures, with the way back. */
export const SavedNote = ({ project, former, saved, onUndo }: Props) => {
  const { data: excluded, isFetching } = useQuery(excludedQuery(project));
  const out = excluded?.filter(({ reason }) => reason !== "environment").reduce((sum, { conversations }) => sum + conversations, 0);
  return (
    <div role="status" className={parts.soft}>
      Saved: {changesOf(former, saved).join("; ")}.{" "}
      {out !== undefined && !isFetching && `Of the last 28 days ${plural(out, "conversation")} ${out === 1 ? "stays" : "stay"} out. `}
      <Button variant="subtle" size="compact-xs" onClick={onUndo}>
        Undo
      </Button>
    </div>
  );
};
