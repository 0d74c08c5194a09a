import { useCallback } from "react";
import type { OutcomeDay } from "../../api/shapes";
import { Chart, type Palette } from "../../charts/Chart";
import { outcomesOption } from "./outcomesOption";
import { OUTCOMES } from "../../outcome/outcomes";
import classes from "./overview.module.css";

interface Props {
  readonly days: readonly OutcomeDay[];
  readonly interval: string;
  readonly zone: string;
  readonly shares: boolean;
  readonly onOpen: (link: string) => void;
}

/** A bar an interval, stacked by outcome; a click opens the conversations of that part. */
export const OutcomesChart = ({ days, interval, zone, shares, onOpen }: Props) => {
  const option = useCallback((palette: Palette) => outcomesOption({ days, interval, zone, shares, palette }), [days, interval, zone, shares]);
  return (
    <Chart
      className={classes.chart}
      label={`Outcomes by ${interval}, ${days.length} bars. The same numbers are in the table.`}
      option={option}
      onClick={({ dataIndex, seriesName }) => {
        const part = days[dataIndex]?.outcomes.find(({ outcome }) => outcome === OUTCOMES.find((one) => one === seriesName));
        if (part && part.count > 0) onOpen(part.link);
      }}
    />
  );
};
