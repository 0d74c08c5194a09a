import { useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { meQuery } from "../../api/queries";
import classes from "./settings.module.css";

const PAGES = [
  { to: "/settings/install", label: "Install", owners: false },
  { to: "/settings/project", label: "Project", owners: false },
  { to: "/settings/keys", label: "Keys", owners: false },
  { to: "/settings/import", label: "Import", owners: false },
  { to: "/settings/people", label: "People", owners: true },
  { to: "/settings/log", label: "Log", owners: true },
] as const;

/** The pages of the settings that this person may open. */
export const SettingsNav = () => {
  const { role } = useSuspenseQuery(meQuery).data;
  return (
    <nav className={classes.tabs} aria-label="Settings">
      {PAGES.filter(({ owners }) => !owners || role === "owner").map(({ to, label }) => (
        <Link key={to} to={to}>
          {label}
        </Link>
      ))}
    </nav>
  );
};
