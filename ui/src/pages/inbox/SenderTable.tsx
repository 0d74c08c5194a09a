import { Table } from "@mantine/core";
import type { InboxHealth } from "../../api/shapes";
import { count } from "../../format/figure";
import { Panel } from "../../page/Panel";
import parts from "../../page/parts.module.css";
import { keyName } from "../../format/keyName";
import { senders } from "./health";

/** How many items came by each key and door, and what became of them. */
export const SenderTable = ({ health: { keys, rows } }: { readonly health: InboxHealth }) => {
  const all = senders(rows);
  return (
    <Panel title="What was sent">
      {all.length === 0 ? (
        <p className={parts.soft}>Nothing in this period.</p>
      ) : (
        <div className={parts.scrolls} tabIndex={0} role="region" aria-label="What was sent, by key and source">
          <Table verticalSpacing={6} horizontalSpacing="sm">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Key</Table.Th>
                <Table.Th>Source</Table.Th>
                <Table.Th ta="right">Accepted</Table.Th>
                <Table.Th ta="right">Duplicate</Table.Th>
                <Table.Th ta="right">Rejected</Table.Th>
                <Table.Th ta="right">Requests refused</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {all.map(({ key, source, accepted, duplicate, rejected, refused }) => (
                <Table.Tr key={`${key} ${source}`}>
                  <Table.Td>{keyName(keys, key)}</Table.Td>
                  <Table.Td>{source}</Table.Td>
                  <Table.Td ta="right">{count(accepted)}</Table.Td>
                  <Table.Td ta="right">{count(duplicate)}</Table.Td>
                  <Table.Td ta="right" className={rejected > 0 ? parts.bad : undefined}>
                    {count(rejected)}
                  </Table.Td>
                  <Table.Td ta="right" className={refused > 0 ? parts.bad : undefined}>
                    {count(refused)}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </Panel>
  );
};
