import { Button, NativeSelect } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { filterValuesQuery, meQuery } from "../../api/queries";
import { count } from "../../format/figure";
import { Notice } from "../../notice/Notice";
import { TextLink } from "../../notice/TextLink";
import { useTitle } from "../../page/useTitle";
import { useProject, useScope, useSetSearch } from "../../scope/useScope";
import { LiveRow } from "./LiveRow";
import { liveAddress } from "./liveLog";
import { type Connection, useLive } from "./useLive";
import classes from "./live.module.css";

const KINDS = ["prompt", "response", "satisfaction", "conversion", "action", "tool", "span", "track", "identify", "group", "page"];

const WORDS: Readonly<Record<Connection, string>> = { connecting: "connecting", open: "live", lost: "connection lost, trying again" };

/** Events as they arrive, the newest first. */
export const LivePage = () => {
  useTitle("Live");
  const { id, zone } = useProject();
  const { search } = useScope();
  const setSearch = useSetSearch();
  const { data: me } = useSuspenseQuery(meQuery);
  const { data: agents } = useQuery(filterValuesQuery(id, "agent"));
  const [paused, setPaused] = useState(false);
  const { kind, agent } = search;
  const { entries, held, connection } = useLive(liveAddress(id, kind, agent), paused);
  return (
    <div className={classes.page}>
      <h1 className={classes.title}>Live</h1>
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
        <Empty project={search.project} installs={me.transcripts} filtered={kind !== undefined || agent !== undefined} onDrop={() => setSearch({ kind: undefined, agent: undefined })} />
      ) : (
        <ol className={classes.log} aria-label="Events, the newest first">
          {entries.map((entry) => (
            <LiveRow key={entry.id} entry={entry} zone={zone} opens={me.transcripts} project={search.project} />
          ))}
        </ol>
      )}
    </div>
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
    aria-label={label}
    data={[{ value: "", label: all }, ...new Set([...values, ...(value === undefined ? [] : [value])])]}
    value={value ?? ""}
    onChange={({ currentTarget }) => onChange(currentTarget.value || undefined)}
  />
);

interface EmptyProps {
  readonly project: string | undefined;
  /** Whether this person may see how to install. */
  readonly installs: boolean;
  readonly filtered: boolean;
  readonly onDrop: () => void;
}

const Empty = ({ project, installs, filtered, onDrop }: EmptyProps) => (
  <div className={classes.empty}>
    <Notice title="Waiting for events">
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
          <TextLink to="/live/inbox" search={{ project }}>
            Inbox health
          </TextLink>
          {installs && (
            <>
              {" "}
              or{" "}
              <TextLink to="/settings/install" search={{ project }}>
                check the installation
              </TextLink>
            </>
          )}
          .
        </>
      )}
    </Notice>
  </div>
);
