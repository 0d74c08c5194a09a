import { SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { inboxQuery } from "../../api/queries";
import { Loaded } from "../../page/Loaded";
import { Page } from "../../page/Page";
import { useNow } from "../../scope/useNow";
import { useProject, useScope, useSetSearch } from "../../scope/useScope";
import { FaultList } from "./FaultList";
import { KeyStates } from "./KeyStates";
import { SenderTable } from "./SenderTable";
import classes from "./inbox.module.css";

const HOUR = 3_600_000;
const RANGES = [
  { value: "1", label: "Last hour" },
  { value: "24", label: "24 hours" },
  { value: "168", label: "7 days" },
  { value: "720", label: "30 days" },
] as const;

/** Fast enough that what is sent now shows within two seconds. */
const REFRESH_MS = 1_500;

/** Whether events come, what was wrong with those that were not kept, and how to mend it. */
export const InboxPage = () => {
  const { id, zone } = useProject();
  const { search } = useScope();
  const setSearch = useSetSearch();
  const now = useNow();
  const hours = RANGES.find(({ value }) => value === search.hours)?.value ?? "24";
  const from = new Date(Math.floor(now / HOUR - Number(hours)) * HOUR).toISOString();
  const query = useQuery(inboxQuery(id, from, REFRESH_MS));
  return (
    <Page
      title="Inbox health"
      aside={<SegmentedControl size="xs" aria-label="Period" data={[...RANGES]} value={hours} onChange={(value) => setSearch({ hours: value })} />}
    >
      <Loaded query={query}>
        {(health) => (
          <div className={classes.panels}>
            <KeyStates keys={health.keys} now={now} zone={zone} />
            <SenderTable health={health} />
            <FaultList health={health} zone={zone} />
          </div>
        )}
      </Loaded>
    </Page>
  );
};
