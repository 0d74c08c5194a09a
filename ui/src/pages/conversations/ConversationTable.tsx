import { Table } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { useRef } from "react";
import type { Conversation } from "../../api/shapes";
import type { PageScope } from "../../scope/useScope";
import { ConversationRow } from "./ConversationRow";
import classes from "./conversations.module.css";

interface Props {
  readonly conversations: readonly Conversation[];
  readonly scope: PageScope;
  readonly stale: boolean;
  /** Whether what was said may be read. */
  readonly opens: boolean;
}

/** A row a conversation. The keys j and k go down and up, Enter opens. */
export const ConversationTable = ({ conversations, scope, stale, opens }: Props) => {
  const table = useRef<HTMLDivElement>(null);
  const step = (by: 1 | -1): void => {
    const links = [...(table.current?.querySelectorAll<HTMLAnchorElement>("a[data-opens]") ?? [])];
    const at = links.findIndex((link) => link === document.activeElement);
    links[at < 0 ? 0 : Math.min(links.length - 1, Math.max(0, at + by))]?.focus();
  };
  useHotkeys([
    ["j", () => step(1)],
    ["k", () => step(-1)],
  ]);
  return (
    <div ref={table} className={classes.frame} data-stale={stale}>
      <Table highlightOnHover verticalSpacing={7} horizontalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{opens ? "First prompt" : "Conversation"}</Table.Th>
            <Table.Th>Outcome</Table.Th>
            <Table.Th className={classes.wide}>Signals</Table.Th>
            <Table.Th ta="right" className={classes.middle}>
              Turns
            </Table.Th>
            <Table.Th ta="right" className={classes.middle}>
              Rating
            </Table.Th>
            <Table.Th ta="right" className={classes.wide}>
              Converted
            </Table.Th>
            {opens && <Table.Th className={classes.wide}>User</Table.Th>}
            <Table.Th className={classes.middle}>Agent</Table.Th>
            <Table.Th ta="right">Started</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {conversations.map((conversation) => (
            <ConversationRow key={conversation.conversation_id} conversation={conversation} scope={scope} opens={opens} />
          ))}
        </Table.Tbody>
      </Table>
      {opens && (
        <p className={classes.keys}>
          <kbd>j</kbd> <kbd>k</kbd> move, <kbd>Enter</kbd> opens
        </p>
      )}
    </div>
  );
};
