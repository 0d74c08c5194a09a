import { Button } from "@mantine/core";
import { useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { keysQuery, meQuery } from "../../../api/queries";
import type { Key } from "../../../api/shapes";
import { Failure } from "../../../notice/Failure";
import { Notice } from "../../../notice/Notice";
import { PagePending } from "../../../page/PagePending";
import { useTitle } from "../../../page/useTitle";
import { useNow } from "../../../scope/useNow";
import { useProject } from "../../../scope/useScope";
import { SettingsNav } from "../SettingsNav";
import classes from "../settings.module.css";
import { KeyForm } from "./KeyForm";
import { KeyMade } from "./KeyMade";
import { KeyRow } from "./KeyRow";

/** Whether a key has stopped working. */
const hasEnded = ({ revoked_at: at }: Key, now: number): boolean => at !== undefined && Date.parse(at) <= now;

/** The project's keys: add, limit, rotate, revoke. */
export const KeysPage = () => {
  useTitle("Keys");
  const { id: project } = useProject();
  const cache = useQueryClient();
  const now = useNow();
  const owner = useSuspenseQuery(meQuery).data.role === "owner";
  const { data, error, refetch } = useQuery(keysQuery(project));
  const [made, setMade] = useState<Key>();
  const [all, setAll] = useState(false);
  const reload = (): Promise<void> => cache.invalidateQueries({ queryKey: keysQuery(project).queryKey });
  const show = (key: Key): Promise<void> => {
    setMade(key);
    return reload();
  };
  const ended = data?.keys.filter((key) => hasEnded(key, now)) ?? [];
  const working = data?.keys.filter((key) => !hasEnded(key, now)) ?? [];
  const listed = all ? [...working, ...ended] : working;
  return (
    <div className={classes.page}>
      <SettingsNav />
      <h1 className={classes.title}>Keys</h1>
      <p className={classes.lead}>Write keys are public and stand in pages: they may only send. Server keys are secret and may only send. Read keys are secret and may only read.</p>
      {owner ? <KeyForm project={project} onMade={show} /> : <p className={classes.said}>Owners add, limit and revoke keys.</p>}
      {made && <KeyMade key={made.id} made={made} />}
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <PagePending />}
      {data && working.length === 0 && <Notice title="No key works">Nothing can be sent and no program can read. An owner can add a key above.</Notice>}
      {listed.length > 0 && (
        <ul className={classes.list} aria-label="Keys">
          {listed.map((key) => (
            <KeyRow key={key.id} project={project} shown={key} ended={hasEnded(key, now)} owner={owner} onMade={show} onChanged={reload} />
          ))}
        </ul>
      )}
      {ended.length > 0 && (
        <Button variant="default" size="compact-sm" onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? "Hide revoked keys" : `Show revoked keys (${ended.length})`}
        </Button>
      )}
    </div>
  );
};
