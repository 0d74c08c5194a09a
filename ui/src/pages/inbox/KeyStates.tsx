import type { InboxKey } from "../../api/shapes";
import { ago, exact } from "../../format/time";
import { TextLink } from "../../notice/TextLink";
import { useNamedProject } from "../../scope/useNamedProject";
import { keyName } from "./health";
import classes from "./inbox.module.css";

interface Props {
  readonly keys: readonly InboxKey[];
  readonly now: number;
  readonly zone: string;
}

const WORDS: Readonly<Record<InboxKey["state"], string>> = {
  receiving: "receiving",
  quiet: "quiet, as is usual",
  stopped: "stopped",
  never: "nothing came yet",
};

/** Whether events still come, key by key. */
export const KeyStates = ({ keys, now, zone }: Props) => {
  const project = useNamedProject();
  return (
  <section className={classes.panel} aria-label="Keys">
    <h2>Keys</h2>
    {keys.length === 0 && (
      <p className={classes.soft}>
        No key of this project may send. <TextLink to="/settings/keys" search={{ project }}>Make one</TextLink>.
      </p>
    )}
    <ul className={classes.keys}>
      {keys.map((key) => (
        <li key={key.id}>
          <b>{keyName(keys, key.id)}</b>
          <span className={classes.state} data-state={key.state}>
            {WORDS[key.state]}
          </span>
          <span className={classes.soft}>
            {key.last_event_at === undefined ? (
              <TextLink to="/settings/install" search={{ project }}>
                install
              </TextLink>
            ) : (
              <time dateTime={key.last_event_at} title={exact(key.last_event_at, zone)}>
                last event {ago(Date.parse(key.last_event_at), now)}
              </time>
            )}
          </span>
        </li>
      ))}
    </ul>
  </section>
  );
};
