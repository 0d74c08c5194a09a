import { Button, PasswordInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { changePassword } from "../../api/access";
import { describe } from "../../api/problem";
import parts from "../../page/parts.module.css";
import { ErrorLine } from "../../notice/ErrorLine";

interface Props {
  /** There is a password already. */
  readonly has: boolean;
  readonly email: string;
}

/** Chooses a password; one's other sessions end with it. */
export const PasswordForm = ({ has, email }: Props) => {
  const cache = useQueryClient();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const { mutate, isPending, isSuccess, error } = useMutation({
    mutationFn: () => changePassword(current, next),
    onSuccess: async () => {
      setCurrent("");
      setNext("");
      await cache.invalidateQueries();
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    mutate();
  };
  return (
    <form className={parts.form} onSubmit={submit} aria-label="Password">
      <h2 className={parts.heading}>{has ? "Change your password" : "Choose a password"}</h2>
      <input type="email" autoComplete="username" value={email} readOnly hidden />
      {has && (
        <PasswordInput label="Current password" autoComplete="current-password" required withAsterisk={false} value={current} onChange={({ currentTarget }) => setCurrent(currentTarget.value)} visibilityToggleButtonProps={{ "aria-label": "Show the current password" }} />
      )}
      <PasswordInput
        label="New password"
        description="12 characters or more. Your other sessions end."
        autoComplete="new-password"
        required
        withAsterisk={false}
        value={next}
        onChange={({ currentTarget }) => setNext(currentTarget.value)}
        visibilityToggleButtonProps={{ "aria-label": "Show the new password" }}
      />
      {error && (
        <ErrorLine>{describe(error)}</ErrorLine>
      )}
      {isSuccess && <p role="status">Your password is changed.</p>}
      <div>
        <Button type="submit" size="sm" loading={isPending}>
          {has ? "Change password" : "Choose password"}
        </Button>
      </div>
    </form>
  );
};
