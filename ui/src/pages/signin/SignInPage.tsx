import { Button, Code, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useRouter, useSearch } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { describe } from "../../api/problem";
import { signIn } from "../../api/session";
import { useTitle } from "../../page/useTitle";
import type { Search } from "../../scope/search";
import { Brand } from "../../shell/Brand";
import { landing } from "./landing";
import classes from "./signin.module.css";
import { ErrorLine } from "../../notice/ErrorLine";

/** Signs in with e-mail and password, and says how to get a link instead. */
export const SignInPage = () => {
  useTitle("Sign in");
  const search: Search = useSearch({ strict: false });
  const router = useRouter();
  const navigate = useNavigate();
  const cache = useQueryClient();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const enter = useMutation({
    mutationFn: signIn,
    onSuccess: async () => {
      cache.clear();
      await router.invalidate();
      await navigate({ href: landing(search.next), replace: true });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    enter.mutate({ email, password });
  };
  return (
    <main className={classes.page}>
      <form className={classes.form} onSubmit={submit}>
        <Stack gap="sm">
          <Brand />
          <h1 className={classes.title}>Sign in</h1>
          <TextInput label="E-mail" type="email" autoComplete="username" required withAsterisk={false} value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            visibilityToggleButtonProps={{ "aria-label": "Show the password" }}
          />
          {search.link === "expired" && !enter.error && (
            <ErrorLine>That link was used already, or has expired. Ask for a new one, or sign in with your password.</ErrorLine>
          )}
          {enter.error && (
            <ErrorLine>{describe(enter.error)}</ErrorLine>
          )}
          <Button type="submit" size="sm" loading={enter.isPending}>
            Sign in
          </Button>
          <Text size="xs" c="dimmed">
            No password? On the server, <Code>debrief user link E-MAIL</Code> prints a link that signs you in once. Starting on an empty folder prints one too.
          </Text>
        </Stack>
      </form>
    </main>
  );
};
