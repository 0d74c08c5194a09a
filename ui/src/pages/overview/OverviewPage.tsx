import { useQuery } from "@tanstack/react-query";
import { overviewQuery } from "../../api/queries";
import { FilterBar } from "../../filters/FilterBar";
import { Failure } from "../../notice/Failure";
import { useTitle } from "../../page/useTitle";
import { useScope } from "../../scope/useScope";
import { useStale } from "../../scope/useStale";
import { BreakdownPanel } from "./BreakdownPanel";
import { ExcludedNote } from "../../notice/ExcludedNote";
import { FurtherFigures } from "./FurtherFigures";
import { NoConversations } from "../../notice/NoConversations";
import { OutcomesPanel } from "./OutcomesPanel";
import { OverviewSkeleton } from "./OverviewSkeleton";
import { Tiles } from "./Tiles";
import classes from "./overview.module.css";

/** How good the copilot is, in five numbers, over time, and by what it depends on. */
export const OverviewPage = () => {
  useTitle("Overview");
  const { asked, compares } = useScope();
  const { data, error, refetch, isPlaceholderData } = useQuery(overviewQuery(asked));
  const stale = useStale(asked, isPlaceholderData);
  const total = data?.outcomes.reduce((sum, day) => sum + day.total, 0);
  return (
    <div className={classes.page}>
      <h1 className={classes.title}>Overview</h1>
      <FilterBar />
      {error && !data && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <OverviewSkeleton />}
      {data && (
        <div data-stale={stale} className={classes.content}>
          <Tiles tiles={data.tiles} compares={compares} />
          <ExcludedNote excluded={data.excluded} />
          {total === 0 ? (
            <NoConversations />
          ) : (
            <>
              <div className={classes.two}>
                <OutcomesPanel overview={data} />
                <FurtherFigures further={data.further} compares={compares} />
              </div>
              <BreakdownPanel />
            </>
          )}
        </div>
      )}
    </div>
  );
};
