import { useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { peopleQuery } from "../../../api/access";
import { meQuery } from "../../../api/queries";
import type { Invited } from "../../../api/shapes";
import { Failure } from "../../../notice/Failure";
import { PagePending } from "../../../page/PagePending";
import { useTitle } from "../../../page/useTitle";
import { SettingsNav } from "../SettingsNav";
import classes from "../settings.module.css";
import { InvitationLink } from "./InvitationLink";
import { InviteForm } from "./InviteForm";
import { PersonRow } from "./PersonRow";

/** Who may sign in and as what: invite, change roles, sign out, remove. */
export const PeoplePage = () => {
  useTitle("People");
  const cache = useQueryClient();
  const { email } = useSuspenseQuery(meQuery).data;
  const { data, error, refetch } = useQuery(peopleQuery);
  const [invited, setInvited] = useState<Invited>();
  const reload = (): Promise<void> => cache.invalidateQueries({ queryKey: peopleQuery.queryKey });
  const show = (made: Invited): Promise<void> => {
    setInvited(made);
    return reload();
  };
  return (
    <div className={classes.page}>
      <SettingsNav />
      <h1 className={classes.title}>People</h1>
      <p className={classes.lead}>Owners manage keys, people and settings. Analysts read what users wrote. Viewers see figures and never a text.</p>
      <InviteForm onInvited={show} />
      {invited && <InvitationLink key={invited.link.path} invited={invited} />}
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <PagePending />}
      {data && (
        <ul className={classes.list} aria-label="People">
          {data.people.map((person) => (
            <PersonRow key={person.id} person={person} own={person.email === email} onInvited={show} onChanged={reload} />
          ))}
        </ul>
      )}
    </div>
  );
};
