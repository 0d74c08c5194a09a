import { Button } from "@mantine/core";
import { useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { keysQuery, meQuery } from "../../../api/queries";
import type { Key } from "../../../api/shapes";
import { Notice } from "../../../notice/Notice";
import { Loaded } from "../../../page/Loaded";
import { useNow } from "../../../scope/useNow";
import { useProject } from "../../../scope/useScope";
import { SettingsPage } from "../SettingsPage";
import parts from "../../../page/parts.module.css";
import { KeyForm } from "./KeyForm";
import { KeyMade } from "./KeyMade";
import { KeyRow } from "./KeyRow";

/** Whether a key has stopped working. */
const hasEnded = ({ revoked_at: at }: Key, now: number): boolean => at !== undefined && Date.parse(at) <= now;

/** The project's keys: add, limit, rotate, revoke. */
export const KeysPage = () => {
  const { id: project } = useProject();
  const cache = useQueryClient();
  const now = useNow();
  const owner = useSuspenseQuery(meQuery).data.role === "owner";
  const query = useQuery(keysQuery(project));
  const [made, setMade] = useState<Key>();
  const [all, setAll] = useState(false);
  const reload = (): Promise<void> => cache.invalidateQueries({ queryKey: keysQuery(project).queryKey });
  const show = (key: Key): Promise<void> => {
    setMade(key);
    return reload();
  };
  const ended = query.data?.keys.filter((key) => hasEnded(key, now)) ?? [];
  const working = query.data?.keys.filter((key) => !hasEnded(key, now)) ?? [];
  const listed = all ? [...working, ...ended] : working;
  return (
    <SettingsPage title="Keys" lead="Write keys are public and stand in pages: they may only send. Server keys are secret and may only send. Read keys are secret and may only read.">
      {owner ? <KeyForm project={project} onMade={show} /> : <p className={parts.said}>Owners add, limit and revoke keys.</p>}
      {made && <KeyMade key={made.id} made={made} />}
      <Loaded query={query}>{() => working.length === 0 && <Notice title="No key works">Nothing can be sent and no program can read. An owner can add a key above.</Notice>}</Loaded>
      {listed.length > 0 && (
        <ul className={parts.list} aria-label="Keys">
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
    </SettingsPage>
  );
};
