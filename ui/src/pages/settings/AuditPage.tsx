import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { auditQuery } from "../../api/access";
import type { AuditEntry } from "../../api/shapes";
import { exact } from "../../format/time";
import { Notice } from "../../notice/Notice";
import { Loaded } from "../../page/Loaded";
import { useProject } from "../../scope/useScope";
import { SettingsPage } from "./SettingsPage";
import parts from "../../page/parts.module.css";

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
  erased: "erased",
};

const PAGE = 100;

/** Who did what to people and keys, newest first. */
export const AuditPage = () => {
  const [before, setBefore] = useState<string>();
  const { zone } = useProject();
  const query = useQuery(auditQuery(before));
  const last = query.data?.entries.length === PAGE ? query.data.entries.at(-1) : undefined;
  return (
    <SettingsPage title="Log" lead="Who did what to people and keys. Nothing is ever removed from it.">
      <Loaded query={query}>
        {({ entries }) => entries.length === 0 ? <Notice title="Nothing was done yet">Whatever is done to people and keys is written here.</Notice> : (
        <ol className={parts.list} aria-label="Log">
          {entries.map(({ at, who, act, about, note }) => (
            <li key={`${at} ${act} ${about}`}>
              <div className={parts.about}>
                <b>{who}</b> {WORDS[act]} <b>{about}</b>
                {note !== undefined && <span className={parts.soft}> ({note})</span>}
              </div>
              <time dateTime={at} className={parts.soft}>
                {exact(at, zone)}
              </time>
            </li>
          ))}
        </ol>
        )}
      </Loaded>
      <div className={parts.acts}>
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
    </SettingsPage>
  );
};
