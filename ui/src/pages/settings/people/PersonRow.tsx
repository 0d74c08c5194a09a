import { Button, NativeSelect } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { changeRole, endSessionsOf, inviteAgain, removePerson } from "../../../api/access";
import { describe } from "../../../api/problem";
import type { Invited, Person, Role } from "../../../api/shapes";
import { plural } from "../../../format/figure";
import { ago, shortDay } from "../../../format/time";
import { ConfirmButton } from "../../../notice/ConfirmButton";
import { useProject } from "../../../scope/useScope";
import { useNow } from "../../../scope/useNow";
import parts from "../../../page/parts.module.css";
import { ROLES, roleOf } from "./roles";
import { ErrorLine } from "../../../notice/ErrorLine";

interface Props {
  readonly person: Person;
  /** It is the person who looks. */
  readonly own: boolean;
  readonly onInvited: (invited: Invited) => Promise<void>;
  readonly onChanged: () => Promise<void>;
}

/** One person and what an owner may do about them. */
export const PersonRow = ({ person, own, onInvited, onChanged }: Props) => {
  const { id, email, role } = person;
  const [before, setBefore] = useState<Role>();
  const change = useMutation({ mutationFn: (next: Role) => changeRole(id, next), onSuccess: onChanged });
  const again = useMutation({ mutationFn: () => inviteAgain(id), onSuccess: onInvited });
  const error = change.error ?? again.error;
  const choose = (next: Role): void => change.mutate(next, { onSuccess: () => setBefore(role) });
  return (
    <li>
      <div className={parts.about}>
        <b>{email}</b>
        {own && " (you)"}
        <PersonState person={person} />
        {before !== undefined && before !== role && (
          <div role="status" className={parts.soft}>
            Was {before}.{" "}
            <Button variant="subtle" size="compact-xs" onClick={() => change.mutate(before)}>
              Undo
            </Button>
          </div>
        )}
        {error && (
          <ErrorLine>{describe(error)}</ErrorLine>
        )}
      </div>
      <NativeSelect aria-label={`Role of ${email}`} size="xs" data={[...ROLES]} value={role} disabled={change.isPending} onChange={({ currentTarget }) => choose(roleOf(currentTarget.value))} />
      <div className={parts.acts}>
        <Button variant="default" size="compact-sm" loading={again.isPending} onClick={() => again.mutate()} aria-label={`New link: ${email}`}>
          New link
        </Button>
        <ConfirmButton label="Sign out" about={email} title={`Sign ${email} out everywhere?`} act={() => endSessionsOf(id).then(onChanged)}>
          All sessions, sign-in links and invitations of this person end now.{own && " The session you use stays."} They can sign in again with their password.
        </ConfirmButton>
        <ConfirmButton label="Remove" about={email} title={`Remove ${email}?`} act={() => removePerson(id).then(onChanged)}>
          Their sessions end now and they can no longer sign in. To undo it, invite them again: they choose a new password.
        </ConfirmButton>
      </div>
    </li>
  );
};

const PersonState = ({ person: { password, sessions, seen_at: seen, invited_until: until } }: Pick<Props, "person">) => {
  const { zone } = useProject();
  const now = useNow();
  const invitation = until === undefined ? undefined : `invited, link works until ${shortDay(until, zone)}`;
  const signedIn = sessions === 0 ? (password ? "not signed in" : undefined) : `${plural(sessions, "session")}, last used ${ago(Date.parse(seen ?? ""), now)}`;
  return <div className={parts.soft}>{[invitation, signedIn].filter(Boolean).join("; ") || "no password and no open link: make a new one"}</div>;
};
