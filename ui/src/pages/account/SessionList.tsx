import { useQuery, useQueryClient } from "@tanstack/react-query";
import { endOtherSessions, endSession, sessionsQuery } from "../../api/access";
import { ago, exact } from "../../format/time";
import { ConfirmButton } from "../../notice/ConfirmButton";
import { Failure } from "../../notice/Failure";
import { PagePending } from "../../page/PagePending";
import { useNow } from "../../scope/useNow";
import { useProject } from "../../scope/useScope";
import classes from "../settings/settings.module.css";
import { browserOf } from "./browser";

/** The browsers one is signed in with, and a way to end each. */
export const SessionList = () => {
  const cache = useQueryClient();
  const now = useNow();
  const { zone } = useProject();
  const { data, error, refetch } = useQuery(sessionsQuery);
  const reload = (): Promise<void> => cache.invalidateQueries({ queryKey: sessionsQuery.queryKey });
  return (
    <section aria-label="Sessions">
      <h2>Where you are signed in</h2>
      <p className={classes.said}>A session ends after a week without use, and after 30 days in any case.</p>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <PagePending />}
      {data && (
        <ul className={classes.list}>
          {data.sessions.map(({ id, agent, current, created_at: begun, seen_at: seen }) => (
            <li key={id}>
              <div className={classes.about}>
                <b>{browserOf(agent)}</b>
                {current && " (this one)"}
                <div className={classes.soft}>
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
      {data && data.sessions.length > 1 && (
        <ConfirmButton label="End all others" about="sessions" title="End all other sessions?" act={() => endOtherSessions().then(reload)}>
          Every browser but this one must sign in again. Open sign-in links end too.
        </ConfirmButton>
      )}
    </section>
  );
};
