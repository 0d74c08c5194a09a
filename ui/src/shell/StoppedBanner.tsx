import { CloseButton } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { inboxQuery } from "../api/queries";
import type { InboxKey } from "../api/shapes";
import { ago } from "../format/time";
import { keyName } from "../format/keyName";
import { TextLink } from "../notice/TextLink";
import { useNow } from "../scope/useNow";
import { useProject } from "../scope/useScope";
import classes from "./shell.module.css";

const HOUR = 3_600_000;
const REFRESH_MS = 60_000;
const MOST_SEEN = 50;

/** A stop is named by its key and last event, so that the next one shows again. */
const nameOf = ({ id, last_event_at: last = "" }: InboxKey): string => `${id} ${last}`;

/** Says that events do not come any more, until somebody has seen it. */
export const StoppedBanner = () => {
  const { id } = useProject();
  const now = useNow();
  const from = new Date(Math.floor(now / HOUR) * HOUR).toISOString();
  const { data } = useQuery(inboxQuery(id, from, REFRESH_MS));
  const [dismissed, setDismissed] = useLocalStorage<readonly string[]>({ key: "debrief-stopped-seen", defaultValue: [], getInitialValueInEffect: false });
  const stopped = data?.keys.filter((key) => key.state === "stopped" && !dismissed.includes(nameOf(key))) ?? [];
  const [first, ...others] = stopped;
  if (!data || !first) return null;
  return (
    <div className={classes.banner} role="alert">
      <IconAlertTriangle size={16} aria-hidden />
      <span>
        Data stopped: the last event from <b>{keyName(data.keys, first.id)}</b> came {ago(Date.parse(first.last_event_at ?? ""), now)}, which is longer than usual
        {others.length > 0 && `, and ${others.map((key) => keyName(data.keys, key.id)).join(", ")} stopped too`}.{" "}
        <TextLink to="/live/inbox">
          See Inbox health
        </TextLink>
      </span>
      <CloseButton size="sm" aria-label="Dismiss" onClick={() => setDismissed([...dismissed, ...stopped.map(nameOf)].slice(-MOST_SEEN))} />
    </div>
  );
};
