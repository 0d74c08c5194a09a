import { Button, Tooltip } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";

/** In place of the export where the list is narrower than any filter; the focus stays able to learn why. */
export const NoExport = () => (
  <Tooltip label="A file holds what the filter selects, not what stands behind one figure: show all conversations to export.">
    <Button variant="default" data-disabled aria-disabled rightSection={<IconChevronDown size={13} aria-hidden />}>
      Export
    </Button>
  </Tooltip>
);
