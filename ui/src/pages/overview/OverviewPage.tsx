import { useQuery } from "@tanstack/react-query";
import { overviewQuery } from "../../api/queries";
import { FilterBar } from "../../filters/FilterBar";
import { Loaded } from "../../page/Loaded";
import { Page } from "../../page/Page";
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
  const { asked, compares } = useScope();
  const query = useQuery(overviewQuery(asked));
  const stale = useStale(asked, query.isPlaceholderData);
  return (
    <Page title="Overview" heading="spoken">
      <FilterBar />
      <Loaded query={query} pending={<OverviewSkeleton />}>
        {(data) => (
        <div data-stale={stale} className={classes.content}>
          <Tiles tiles={data.tiles} compares={compares} />
          <ExcludedNote excluded={data.excluded} />
          {data.outcomes.every(({ total }) => total === 0) ? (
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
      </Loaded>
    </Page>
  );
};
