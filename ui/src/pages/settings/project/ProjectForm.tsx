import { Button, Select, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useMemo, useState } from "react";
import { describe } from "../../../api/problem";
import { FIGURES, meQuery } from "../../../api/queries";
import { putSettings, settingsQuery } from "../../../api/settings";
import type { Settings } from "../../../api/shapes";
import { useNow } from "../../../scope/useNow";
import parts from "../../../page/parts.module.css";
import { ExclusionFields } from "./ExclusionFields";
import { KeptFields } from "./KeptFields";
import { MeaningFields } from "./MeaningFields";
import { MOST, mistakesOf, nowIn, refusedField, zonesWith } from "./fields";
import { SavedNote } from "./SavedNote";
import { ErrorLine } from "../../../notice/ErrorLine";

interface Props {
  readonly project: string;
  readonly saved: Settings;
}

const same = (a: Settings, b: Settings): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * Changes a project's settings; what was there before can be put back. Save is never disabled: a field keeps what was
 * typed into it when it loses the focus, which is when the button is pressed.
 */
export const ProjectForm = ({ project, saved }: Props) => {
  const cache = useQueryClient();
  const now = useNow();
  const [wish, setWish] = useState(saved);
  const [former, setFormer] = useState<Settings>();
  const [idle, setIdle] = useState(false);
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: (next: Settings) => putSettings(project, next),
    onSuccess: async (kept, sent) => {
      setFormer(saved);
      setWish((was) => (same(was, sent) || same(was, saved) ? kept : was)); // what was typed meanwhile stays
      cache.setQueryData(settingsQuery(project).queryKey, kept);
      await Promise.all([cache.invalidateQueries({ queryKey: meQuery.queryKey }), cache.invalidateQueries({ queryKey: [FIGURES] })]);
    },
  });
  const zones = useMemo(() => zonesWith(saved.zone), [saved.zone]);
  const refused = refusedField(error);
  const own = mistakesOf(wish);
  const mistakes = { ...refused, ...own };
  const change = (part: Partial<Settings>): void => {
    if (error) reset();
    setIdle(false);
    setWish((was) => ({ ...was, ...part }));
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setIdle(same(wish, saved));
    if (Object.keys(own).length === 0 && !same(wish, saved)) mutate(wish);
  };
  return (
    <form className={parts.form} onSubmit={submit} aria-label="Project">
      <div className={parts.fields}>
        <TextInput className={parts.grows ?? ""} label="Name" maxLength={MOST.name} value={wish.name} onChange={({ currentTarget }) => change({ name: currentTarget.value })} error={mistakes.name} />
        <Select
          className={parts.grows ?? ""}
          label="Time zone"
          data={zones}
          value={wish.zone}
          onChange={(zone) => zone !== null && change({ zone })}
          error={mistakes.zone}
          searchable
          allowDeselect={false}
          nothingFoundMessage="No zone is called so: try a large city, as in Paris."
          comboboxProps={{ withinPortal: false }}
        />
      </div>
      <p className={parts.soft}>Days begin and end in this zone, for everybody who looks. {nowIn(wish.zone, now)}</p>
      <ExclusionFields wish={wish} mistakes={mistakes} onChange={change} />
      <KeptFields wish={wish} mistakes={mistakes} onChange={change} />
      <MeaningFields project={project} wish={wish} mistakes={mistakes} onChange={change} />
      {error && !refused && (
        <ErrorLine>{describe(error)}</ErrorLine>
      )}
      <div className={parts.acts}>
        <Button type="submit" size="sm" loading={isPending}>
          Save
        </Button>
        {!same(wish, saved) && (
          <Button variant="default" size="sm" onClick={() => change(saved)}>
            Discard
          </Button>
        )}
        {idle && !former && (
          <span role="status" className={parts.soft}>
            There is nothing to save: nothing was changed.
          </span>
        )}
        {former && same(wish, saved) && <SavedNote project={project} former={former} saved={saved} onUndo={() => mutate(former)} />}
      </div>
    </form>
  );
};
