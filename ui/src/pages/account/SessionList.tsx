import { useQuery, useQueryClient } from "@tanstack/react-query";
import { endOtherSessions, endSession, sessionsQuery } from "../../api/access";
import { ago, exact } from "../../format/time";
import { ConfirmButton } from "../../notice/ConfirmButton";
import { Loaded } from "../../page/Loaded";
import { useNow } from "../../scope/useNow";
import { useProject } from "../../scope/useScope";
import parts from "../../page/parts.module.css";
import { browserOf } from "./browser";

/** The browsers one is signed in with, and a way to end each. */
export const SessionList = () => {
  const cache = useQueryClient();
  const now = useNow();
  const { zone } = useProject();
  const query = useQuery(sessionsQuery);
  const reload = (): Promise<void> => cache.invalidateQueries({ queryKey: sessionsQuery.queryKey });
  return (
    <section aria-label="Sessions">
      <h2 className={parts.heading}>Where you are signed in</h2>
      <p className={parts.said}>A session ends after a week without use, and after 30 days in any case.</p>
      <Loaded query={query}>
        {(data) => (
        <ul className={parts.list}>
          {data.sessions.map(({ id, agent, current, created_at: begun, seen_at: seen }) => (
            <li key={id}>
              <div className={parts.about}>
                <b>{browserOf(agent)}</b>
                {current && " (this one)"}
                <div className={parts.soft}>
                  since {exact(begun, zone)}; last used {ago(Date.parse(seen), now)}
                </div>
              </div>
              {!current && (
                <ConfirmButton label="End" about={browserOf(agent)} title="End this session?" act={() => endSession(id).then(reload)}>
                  Whoever uses that browser must sign in again.
                </ConfirmButton>
              )}
            </li>
          ))}
        </ul>
        )}
      </Loaded>
      {query.data && query.data.sessions.length > 1 && (
        <ConfirmButton label="End all others" about="sessions" title="End all other sessions?" act={() => endOtherSessions().then(reload)}>
          Every browser but this one must sign in again. Open sign-in links end too.
        </ConfirmButton>
      )}
    </section>
  );
};
