import { useSuspenseQuery } from "@tanstack/react-query";
import { Link, useLocation, useSearch } from "@tanstack/react-router";
import { meQuery } from "../api/queries";
import { only, SCOPE, type Search } from "../scope/search";
import { AccountMenu } from "./AccountMenu";
import { ProjectSelect } from "./ProjectSelect";
import classes from "./shell.module.css";

const PAGES = [
  { to: "/", label: "Overview", exact: true },
  { to: "/conversations", label: "Conversations", exact: false },
  { to: "/live", label: "Live", exact: true },
  { to: "/live/inbox", label: "Inbox health", exact: false },
] as const;

/** The pages there are. Going to another keeps what the filter bar says. */
export const Navigation = () => {
  const search: Search = useSearch({ strict: false });
  const { data: me } = useSuspenseQuery(meQuery);
  const { pathname } = useLocation();
  const kept = only(search, ...SCOPE);
  return (
    <nav className={classes.navigation} aria-label="Pages">
      {me.projects.length > 1 ? <ProjectSelect projects={me.projects} /> : <p className={classes.project}>{me.projects[0]?.name}</p>}
      {PAGES.map(({ to, label, exact }) => (
        <Link key={to} to={to} search={kept} activeOptions={{ exact, includeSearch: false }} className={classes.link}>
          {label}
        </Link>
      ))}
      {me.transcripts && (
        <>
          <hr className={classes.rule} />
          <Link to="/settings/install" search={kept} activeOptions={{ includeSearch: false }} className={classes.link} data-within={pathname.startsWith("/settings/")}>
            Settings
          </Link>
        </>
      )}
      <div className={classes.foot}>
        <AccountMenu me={me} />
      </div>
    </nav>
  );
};
