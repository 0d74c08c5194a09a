import { Table } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { OutcomeDay } from "../../api/shapes";
import { count } from "../../format/figure";
import { OUTCOMES } from "../../outcome/outcomes";
import { conversationsBehind } from "../../scope/link";
import { bucketName } from "./buckets";
import classes from "./overview.module.css";

interface Props {
  readonly days: readonly OutcomeDay[];
  readonly interval: string;
  readonly zone: string;
}

/** The chart's numbers, each a link to its conversations; the latest first. */
export const OutcomesTable = ({ days, interval, zone }: Props) => {
  return (
    <div className={classes.scrolls} tabIndex={0} role="region" aria-label="Outcomes over time">
      <Table verticalSpacing={3} horizontalSpacing={6} stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{interval}</Table.Th>
            {OUTCOMES.map((outcome) => (
              <Table.Th key={outcome} ta="right">
                {outcome}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {days.toReversed().map((day) => (
            <Table.Tr key={day.at}>
              <Table.Td>{bucketName(day.at, interval, zone)}</Table.Td>
              {day.outcomes.map(({ outcome, count: n, link }) => (
                <Table.Td key={outcome} ta="right">
                  {n === 0 ? (
                    "0"
                  ) : (
                    <Link to="/conversations" search={conversationsBehind(link) ?? {}} className="figure">
                      {count(n)}
                    </Link>
                  )}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
};
