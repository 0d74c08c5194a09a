import { useSuspenseQuery } from "@tanstack/react-query";
import { meQuery } from "../../api/queries";
import { useTitle } from "../../page/useTitle";
import classes from "../settings/settings.module.css";
import { PasswordForm } from "./PasswordForm";
import { SessionList } from "./SessionList";

/** One's own password and the browsers one is signed in with. */
export const AccountPage = () => {
  useTitle("Your account");
  const { email, role, password } = useSuspenseQuery(meQuery).data;
  return (
    <div className={classes.page}>
      <h1 className={classes.title}>Your account</h1>
      <p className={classes.lead}>
        {email}, {role}
      </p>
      <PasswordForm has={password} email={email ?? ""} />
      <SessionList />
    </div>
  );
};
