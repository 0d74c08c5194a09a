import { Anchor, Code } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { keysQuery } from "../../api/queries";
import { Failure } from "../../notice/Failure";
import { Notice } from "../../notice/Notice";
import { PagePending } from "../../page/PagePending";
import { useTitle } from "../../page/useTitle";
import { TextLink } from "../../notice/TextLink";
import { useProject } from "../../scope/useScope";
import { ArrivalCheck } from "./ArrivalCheck";
import { CodeBlock } from "./CodeBlock";
import { SettingsNav } from "./SettingsNav";
import { curl, eventCalls, snippet } from "./snippet";
import classes from "./settings.module.css";

/** From nothing to the first conversation: what to paste, and a check that waits for it. */
export const InstallPage = () => {
  useTitle("Install");
  const { id } = useProject();
  const { data, error, refetch } = useQuery(keysQuery(id));
  const key = data?.keys.find((one) => one.kind === "write" && one.revoked_at === undefined && one.value !== undefined)?.value;
  const { origin } = window.location;
  return (
    <div className={classes.page}>
      <SettingsNav />
      <h1 className={classes.title}>Install</h1>
      <p className={classes.lead}>Paste the snippet, send the events of one conversation, and watch it arrive.</p>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <PagePending />}
      {data && key === undefined && (
        <Notice title="This project has no write key">
          Pages need one to send with: an owner makes one in <TextLink to="/settings/keys">Keys</TextLink>.
        </Notice>
      )}
      {key !== undefined && (
        <ol className={classes.steps}>
          <li>
            <h2>Paste this before &lt;/body&gt; of every page your copilot is on</h2>
            <p>It loads 4 kB, sets no cookie, and never throws into your page. The write key is public: it may send and nothing else.</p>
            <CodeBlock label="Snippet" code={snippet(origin, key)} />
          </li>
          <li>
            <h2>Send what happens</h2>
            <p>The conversation and the text are required. Everything else is optional, and any property you add can be filtered by.</p>
            <CodeBlock label="Events" code={eventCalls()} />
          </li>
          <li>
            <h2>Or from a backend or a terminal</h2>
            <CodeBlock label="curl" code={curl(origin, key)} />
          </li>
          <li>
            <h2>See it arrive</h2>
            <ArrivalCheck project={id} />
          </li>
        </ol>
      )}
      <section className={classes.more}>
        <h2>Other ways in</h2>
        <p>
          The page Import and <Code>debrief import FILE…</Code> read files of conversations and are safe to repeat; <Code>debrief demo</Code> serves a simulated product to look at. All routes are described in the{" "}
          <Anchor href="/docs/api" size="sm">
            API reference
          </Anchor>
          .
        </p>
      </section>
    </div>
  );
};
