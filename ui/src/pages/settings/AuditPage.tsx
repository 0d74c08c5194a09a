import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { auditQuery } from "../../api/access";
import type { AuditEntry } from "../../api/shapes";
import { exact } from "../../format/time";
import { Failure } from "../../notice/Failure";
import { Notice } from "../../notice/Notice";
import { PagePending } from "../../page/PagePending";
import { useTitle } from "../../page/useTitle";
import { useProject } from "../../scope/useScope";
import { SettingsNav } from "./SettingsNav";
import classes from "./settings.module.css";

const WORDS: Readonly<Record<AuditEntry["act"], string>> = {
  person_invited: "invited",
  invitation_accepted: "accepted the invitation of",
  person_removed: "removed",
  role_changed: "changed the role of",
  sessions_ended: "ended the sessions of",
  password_changed: "changed the password of",
  signin_link_made: "made a sign-in link for",
  key_added: "added the key",
  key_changed: "changed the key",
  key_rotated: "rotated the key",
  key_revoked: "revoked the key",
  settings_changed: "changed the settings of",
};

const PAGE = 100;

/** Who did what to people and keys, newest first. */
export const AuditPage = () => {
  useTitle("Log");
  const [before, setBefore] = useState<string>();
  const { zone } = useProject();
  const { data, error, refetch } = useQuery(auditQuery(before));
  const last = data?.entries.length === PAGE ? data.entries.at(-1) : undefined;
  return (
    <div className={classes.page}>
      <SettingsNav />
      <h1 className={classes.title}>Log</h1>
      <p className={classes.lead}>Who did what to people and keys. Nothing is ever removed from it.</p>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <PagePending />}
      {data?.entries.length === 0 && <Notice title="Nothing was done yet">Whatever is done to people and keys is written here.</Notice>}
      {data && data.entries.length > 0 && (
        <ol className={classes.list} aria-label="Log">
          {data.entries.map(({ at, who, act, about, note }) => (
            <li key={`${at} ${act} ${about}`}>
              <div className={classes.about}>
                <b>{who}</b> {WORDS[act]} <b>{about}</b>
                {note !== undefined && <span className={classes.soft}> ({note})</span>}
              </div>
              <time dateTime={at} className={classes.soft}>
                {exact(at, zone)}
              </time>
            </li>
          ))}
        </ol>
      )}
      <div className={classes.acts}>
        {before !== undefined && (
          <Button variant="default" onClick={() => setBefore(undefined)}>
            Newest
          </Button>
        )}
        {last && (
          <Button variant="default" onClick={() => setBefore(last.at)}>
            Older
          </Button>
        )}
      </div>
    </div>
  );
};
