import type { InboxKey } from "../../api/shapes";
import { ago, exact } from "../../format/time";
import { TextLink } from "../../notice/TextLink";
import { Panel } from "../../page/Panel";
import parts from "../../page/parts.module.css";
import { keyName } from "../../format/keyName";
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
export const KeyStates = ({ keys, now, zone }: Props) => (
  <Panel title="Keys">
    {keys.length === 0 && (
      <p className={parts.soft}>
        No key of this project may send. <TextLink to="/settings/keys">Make one</TextLink>.
      </p>
    )}
    <ul className={classes.keys}>
      {keys.map((key) => (
        <li key={key.id}>
          <b>{keyName(keys, key.id)}</b>
          <span className={`${parts.tag} ${classes.state}`} data-state={key.state}>
            {WORDS[key.state]}
          </span>
          <span className={parts.soft}>
            {key.last_event_at === undefined ? (
              <TextLink to="/settings/install">install</TextLink>
            ) : (
              <time dateTime={key.last_event_at} title={exact(key.last_event_at, zone)}>
                last event {ago(Date.parse(key.last_event_at), now)}
              </time>
            )}
          </span>
        </li>
      ))}
    </ul>
  </Panel>
);
