import { NativeSelect, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { filtersQuery, metricQuery, metricsQuery } from "../../api/queries";
import { fieldName, metricName } from "../../format/words";
import { Failure } from "../../notice/Failure";
import { useScope, useSetSearch } from "../../scope/useScope";
import { BreakdownTable } from "./BreakdownTable";
import { Panel } from "../../page/Panel";
import classes from "./overview.module.css";

const DIMENSIONS = ["agent", "version", "model", "language", "account", "environment", "outcome"];

/** Any metric by any breakdown. */
export const BreakdownPanel = () => {
  const { asked, search, compares } = useScope();
  const setSearch = useSetSearch();
  const metric = search.metric ?? "success_rate";
  const by = search.breakdown ?? "agent";
  const { data: metrics } = useQuery(metricsQuery);
  const { data: filters } = useQuery(filtersQuery(asked.project));
  const { data, error, refetch } = useQuery(metricQuery(metric, asked, by));
  return (
    <Panel
      title="Breakdown"
      hint="Each row against the period before, coloured where that is beyond chance, ≈ where it is not"
      aside={
        <div className={classes.choices}>
          <NativeSelect
            aria-label="Metric"
            size="xs"
            data={metrics?.metrics.map(({ id }) => ({ value: id, label: metricName(id) })) ?? [metric]}
            value={metric}
            onChange={({ currentTarget }) => setSearch({ metric: currentTarget.value })}
          />
          <span>by</span>
          <NativeSelect
            aria-label="Breakdown"
            size="xs"
            data={[
              { group: "Fields", items: DIMENSIONS.filter((name) => name === by || filters?.fields.some((field) => field.name === name)) },
              { group: "Properties", items: filters?.properties.map((name) => ({ value: name, label: fieldName(name) })) ?? [] },
            ]}
            value={by}
            onChange={({ currentTarget }) => setSearch({ breakdown: currentTarget.value })}
          />
        </div>
      }
    >
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton height={140} />}
      {data && <BreakdownTable metric={data} by={by} compares={compares} />}
    </Panel>
  );
};
