import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useRouter } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { describe } from "../../api/problem";
import { join } from "../../api/session";
import { useTitle } from "../../page/useTitle";
import { Brand } from "../../shell/Brand";
import classes from "./signin.module.css";
import { ErrorLine } from "../../notice/ErrorLine";

/** Where an invitation leads: a password is chosen, and the person is signed in. */
export const JoinPage = () => {
  useTitle("Choose a password");
  const router = useRouter();
  const navigate = useNavigate();
  const cache = useQueryClient();
  const [invitation] = useState(() => new URLSearchParams(window.location.hash.slice(1)));
  const token = invitation.get("token") ?? "";
  const [password, setPassword] = useState("");
  const enter = useMutation({
    mutationFn: () => join({ token, password }),
    onSuccess: async () => {
      cache.clear();
      await router.invalidate();
      await navigate({ to: "/", replace: true });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    enter.mutate();
  };
  return (
    <main className={classes.page}>
      <form className={classes.form} onSubmit={submit}>
        <Stack gap="sm">
          <Brand />
          <h1 className={classes.title}>Choose a password</h1>
          <TextInput label="E-mail" type="email" autoComplete="username" readOnly value={invitation.get("email") ?? ""} />
          <PasswordInput
            label="Password"
            description="12 characters or more."
            autoComplete="new-password"
            required
            withAsterisk={false}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            visibilityToggleButtonProps={{ "aria-label": "Show the password" }}
          />
          {(enter.error || token === "") && (
            <ErrorLine>{enter.error ? describe(enter.error) : "This link is not complete. Open it as it was sent to you."}</ErrorLine>
          )}
          <Button type="submit" size="sm" loading={enter.isPending} disabled={token === ""}>
            Join
          </Button>
        </Stack>
      </form>
    </main>
  );
};
