import { Button, Menu } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { exportAddress } from "../../api/export";
import type { PageScope } from "../../scope/useScope";

const FILES = [
  { what: "conversations", format: "csv", label: "Conversations, CSV" },
  { what: "conversations", format: "jsonl", label: "Conversations, JSON lines" },
  { what: "turns", format: "csv", label: "Turns, CSV" },
  { what: "turns", format: "jsonl", label: "Turns, JSON lines" },
  { what: "events", format: "jsonl", label: "Events, JSON lines" },
] as const;

/** Downloads what the filter selects. */
export const ExportMenu = ({ scope: { asked, search } }: { readonly scope: PageScope }) => (
  <Menu position="bottom-end" shadow="md">
    <Menu.Target>
      <Button variant="default" rightSection={<IconChevronDown size={13} aria-hidden />}>
        Export
      </Button>
    </Menu.Target>
    <Menu.Dropdown>
      {FILES.map(({ what, format, label }) => (
        <Menu.Item key={label} component="a" href={exportAddress({ what, format, scope: asked, text: search.q })} download>
          {label}
        </Menu.Item>
      ))}
    </Menu.Dropdown>
  </Menu>
);
