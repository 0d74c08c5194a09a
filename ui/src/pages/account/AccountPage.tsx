import { useSuspenseQuery } from "@tanstack/react-query";
import { meQuery } from "../../api/queries";
import { Page } from "../../page/Page";
import { PasswordForm } from "./PasswordForm";
import { SessionList } from "./SessionList";

/** One's own password and the browsers one is signed in with. */
export const AccountPage = () => {
  const { email, role, password } = useSuspenseQuery(meQuery).data;
  return (
    <Page title="Your account" width="texts" lead={[email, role].filter(Boolean).join(", ")}>
      <PasswordForm has={password} email={email ?? ""} />
      <SessionList />
    </Page>
  );
};
