import { useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { peopleQuery } from "../../../api/access";
import { meQuery } from "../../../api/queries";
import type { Invited } from "../../../api/shapes";
import { Loaded } from "../../../page/Loaded";
import { SettingsPage } from "../SettingsPage";
import parts from "../../../page/parts.module.css";
import { InvitationLink } from "./InvitationLink";
import { InviteForm } from "./InviteForm";
import { PersonRow } from "./PersonRow";

/** Who may sign in and as what: invite, change roles, sign out, remove. */
export const PeoplePage = () => {
  const cache = useQueryClient();
  const { email } = useSuspenseQuery(meQuery).data;
  const query = useQuery(peopleQuery);
  const [invited, setInvited] = useState<Invited>();
  const reload = (): Promise<void> => cache.invalidateQueries({ queryKey: peopleQuery.queryKey });
  const show = (made: Invited): Promise<void> => {
    setInvited(made);
    return reload();
  };
  return (
    <SettingsPage title="People" lead="Owners manage keys, people and settings. Analysts read what users wrote. Viewers see figures and never a text.">
      <InviteForm onInvited={show} />
      {invited && <InvitationLink key={invited.link.path} invited={invited} />}
      <Loaded query={query}>
        {(data) => (
        <ul className={parts.list} aria-label="People">
          {data.people.map((person) => (
            <PersonRow key={person.id} person={person} own={person.email === email} onInvited={show} onChanged={reload} />
          ))}
        </ul>
        )}
      </Loaded>
    </SettingsPage>
  );
};
