import { SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { inboxQuery } from "../../api/queries";
import { Failure } from "../../notice/Failure";
import { PagePending } from "../../page/PagePending";
import { useTitle } from "../../page/useTitle";
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
  useTitle("Inbox health");
  const { id, zone } = useProject();
  const { search } = useScope();
  const setSearch = useSetSearch();
  const now = useNow();
  const hours = RANGES.find(({ value }) => value === search.hours)?.value ?? "24";
  const from = new Date(Math.floor(now / HOUR - Number(hours)) * HOUR).toISOString();
  const { data, error, refetch } = useQuery(inboxQuery(id, from, REFRESH_MS));
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <h1 className={classes.title}>Inbox health</h1>
        <SegmentedControl size="xs" aria-label="Period" data={[...RANGES]} value={hours} onChange={(value) => setSearch({ hours: value })} />
      </header>
      {error && !data && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <PagePending />}
      {data && (
        <>
          <KeyStates keys={data.keys} now={now} zone={zone} />
          <SenderTable health={data} />
          <FaultList health={data} zone={zone} />
        </>
      )}
    </div>
  );
};
