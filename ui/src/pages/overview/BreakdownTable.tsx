import { Button, Table } from "@mantine/core";
import { useState } from "react";
import type { Figure, Metric } from "../../api/shapes";
import { ChangeNote } from "../../estimate/ChangeNote";
import { Estimate } from "../../estimate/Estimate";
import { IntervalBar } from "../../estimate/IntervalBar";
import { measureOf } from "../../estimate/measure";
import { count } from "../../format/figure";
import { capital, fieldName, metricName } from "../../format/words";
import classes from "./overview.module.css";

interface Props {
  readonly metric: Metric;
  readonly by: string;
  readonly compares: boolean;
}

const FIRST = 10;

const groupName = (figure: Figure, by: string): string => figure.by[by] ?? "none";
const hasIntervals = ({ definition: { unit } }: Metric): boolean => unit !== "count" && unit !== "money";

/** A row a group, the largest first. */
export const BreakdownTable = ({ metric, by, compares }: Props) => {
  const [all, setAll] = useState(false);
  const rows = metric.rows.toSorted((a, b) => b.n - a.n);
  const shown = all ? rows : rows.slice(0, FIRST);
  const drawn = hasIntervals(metric);
  return (
    <>
      <Table verticalSpacing={5} horizontalSpacing={8} className={classes.breakdown}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th className={classes.group}>{capital(fieldName(by))}</Table.Th>
            <Table.Th ta="right">{metricName(metric.metric)}</Table.Th>
            {drawn && <Table.Th className={classes.drawn}>95 % interval</Table.Th>}
            <Table.Th ta="right">n</Table.Th>
            {compares && <Table.Th ta="right">Change</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {shown.map((figure) => {
            const measure = measureOf(metric.definition, figure);
            return (
              <Table.Tr key={JSON.stringify(figure.by)}>
                <Table.Td className={figure.by[by] === null ? classes.none : classes.group} title={groupName(figure, by)}>{groupName(figure, by)}</Table.Td>
                <Table.Td ta="right">
                  <Estimate figure={figure} measure={measure} name={`${metricName(metric.metric)}, ${groupName(figure, by)}`} as="cell" />
                </Table.Td>
                {drawn && (
                  <Table.Td className={classes.drawn}>
                    <IntervalBar figure={figure} unit={measure.unit} compares={compares} among={shown} />
                  </Table.Td>
                )}
                <Table.Td ta="right" c="dimmed">
                  {count(figure.n)}
                </Table.Td>
                {compares && <Table.Td ta="right">{figure.change && <ChangeNote figure={figure} change={figure.change} measure={measure} />}</Table.Td>}
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
      {!all && rows.length > FIRST && (
        <Button variant="subtle" mt={6} onClick={() => setAll(true)}>
          Show all {rows.length}
        </Button>
      )}
    </>
  );
};
