import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { invite } from "../../../api/access";
import { describe } from "../../../api/problem";
import type { Invited, Role } from "../../../api/shapes";
import parts from "../../../page/parts.module.css";
import { ROLES, roleOf } from "./roles";
import { ErrorLine } from "../../../notice/ErrorLine";

/** Invites a person by e-mail. No mail is sent: what comes back holds the link. */
export const InviteForm = ({ onInvited }: { readonly onInvited: (invited: Invited) => Promise<void> }) => {
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => invite(email.trim(), role),
    onSuccess: (made) => {
      setEmail("");
      return onInvited(made);
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    mutate();
  };
  return (
    <form className={parts.form} onSubmit={submit} aria-label="Invite a person">
      <div className={parts.fields}>
        <TextInput className={parts.grows ?? ""} label="E-mail" type="email" autoComplete="off" required withAsterisk={false} value={email} onChange={({ currentTarget }) => setEmail(currentTarget.value)} />
        <NativeSelect label="Role" data={[...ROLES]} value={role} onChange={({ currentTarget }) => setRole(roleOf(currentTarget.value))} />
        <Button type="submit" size="sm" loading={isPending}>
          Invite
        </Button>
      </div>
      {error && (
        <ErrorLine>{describe(error)}</ErrorLine>
      )}
    </form>
  );
};
