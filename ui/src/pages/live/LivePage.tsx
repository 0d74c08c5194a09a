import { Button, NativeSelect } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { filterValuesQuery, meQuery } from "../../api/queries";
import { count } from "../../format/figure";
import { Notice } from "../../notice/Notice";
import { TextLink } from "../../notice/TextLink";
import { Page } from "../../page/Page";
import { useProject, useScope, useSetSearch } from "../../scope/useScope";
import { LiveRow } from "./LiveRow";
import { liveAddress } from "./liveLog";
import { type Connection, useLive } from "./useLive";
import classes from "./live.module.css";

const KINDS = ["prompt", "response", "satisfaction", "conversion", "action", "tool", "span", "track", "identify", "group", "page"];

const WORDS: Readonly<Record<Connection, string>> = { connecting: "connecting", open: "live", lost: "connection lost, trying again" };

/** Events as they arrive, the newest first. */
export const LivePage = () => {
  const { id, zone } = useProject();
  const { search } = useScope();
  const setSearch = useSetSearch();
  const { data: me } = useSuspenseQuery(meQuery);
  const { data: agents } = useQuery(filterValuesQuery(id, "agent"));
  const [paused, setPaused] = useState(false);
  const { kind, agent } = search;
  const { entries, held, connection } = useLive(liveAddress(id, kind, agent), paused);
  return (
    <Page title="Live">
      <div className={classes.tools}>
        <Choice label="Kind" all="All kinds" values={KINDS} value={kind} onChange={(value) => setSearch({ kind: value })} />
        <Choice label="Agent" all="All agents" values={agents?.values ?? []} value={agent} onChange={(value) => setSearch({ agent: value })} />
        <Button variant="default" leftSection={paused ? <IconPlayerPlay size={14} aria-hidden /> : <IconPlayerPause size={14} aria-hidden />} onClick={() => setPaused(!paused)}>
          {paused ? `Resume${held.length > 0 ? ` (${count(held.length)} new)` : ""}` : "Pause"}
        </Button>
        <span className={classes.connection} data-state={paused ? "paused" : connection} role="status">
          <i aria-hidden />
          {paused && connection !== "lost" ? "paused" : WORDS[connection]}
        </span>
      </div>
      {entries.length === 0 ? (
        <Empty installs={me.transcripts} filtered={kind !== undefined || agent !== undefined} onDrop={() => setSearch({ kind: undefined, agent: undefined })} />
      ) : (
        <ol className={classes.log} aria-label="Events, the newest first">
          {entries.map((entry) => (
            <LiveRow key={entry.id} entry={entry} zone={zone} opens={me.transcripts} />
          ))}
        </ol>
      )}
    </Page>
  );
};

interface ChoiceProps {
  readonly label: string;
  readonly all: string;
  readonly values: readonly string[];
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

const Choice = ({ label, all, values, value, onChange }: ChoiceProps) => (
  <NativeSelect
    size="xs"
    className={classes.choice ?? ""}
    aria-label={label}
    data={[{ value: "", label: all }, ...new Set([...values, ...(value === undefined ? [] : [value])])]}
    value={value ?? ""}
    onChange={({ currentTarget }) => onChange(currentTarget.value || undefined)}
  />
);

interface EmptyProps {
  /** Whether this person may see how to install. */
  readonly installs: boolean;
  readonly filtered: boolean;
  readonly onDrop: () => void;
}

const Empty = ({ installs, filtered, onDrop }: EmptyProps) => (
  <Notice framed title="Waiting for events">
    {filtered ? (
      <>
        Nothing of this kind or agent came in the last minute.{" "}
        <Button variant="default" size="compact-sm" onClick={onDrop}>
          Show all events
        </Button>
      </>
    ) : (
      <>
        Nothing came in the last minute. Use your copilot, and its events appear here within two seconds. If they do not, look at{" "}
        <TextLink to="/live/inbox">Inbox health</TextLink>
        {installs && (
          <>
            {" "}
            or{" "}
            <TextLink to="/settings/install">check the installation</TextLink>
          </>
        )}
        .
      </>
    )}
  </Notice>
);
