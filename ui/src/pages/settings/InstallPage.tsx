import { Anchor, Code } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { keysQuery } from "../../api/queries";
import { Notice } from "../../notice/Notice";
import { Loaded } from "../../page/Loaded";
import { TextLink } from "../../notice/TextLink";
import { useProject } from "../../scope/useScope";
import { ArrivalCheck } from "./ArrivalCheck";
import { CodeBlock } from "./CodeBlock";
import { SettingsPage } from "./SettingsPage";
import { curl, eventCalls, snippet } from "./snippet";
import parts from "../../page/parts.module.css";
import classes from "./settings.module.css";

/** From nothing to the first conversation: what to paste, and a check that waits for it. */
export const InstallPage = () => {
  const { id } = useProject();
  const query = useQuery(keysQuery(id));
  const key = query.data?.keys.find((one) => one.kind === "write" && one.revoked_at === undefined && one.value !== undefined)?.value;
  const { origin } = window.location;
  return (
    <SettingsPage title="Install" lead="Paste the snippet, send the events of one conversation, and watch it arrive.">
      <Loaded query={query}>
        {() =>
          key === undefined && (
            <Notice title="This project has no write key">
              Pages need one to send with: an owner makes one in <TextLink to="/settings/keys">Keys</TextLink>.
            </Notice>
          )
        }
      </Loaded>
      {key !== undefined && (
        <ol className={classes.steps}>
          <li>
            <h2 className={parts.heading}>Paste this before &lt;/body&gt; of every page your copilot is on</h2>
            <p>It loads 4 kB, sets no cookie, and never throws into your page. The write key is public: it may send and nothing else.</p>
            <CodeBlock label="Snippet" code={snippet(origin, key)} />
          </li>
          <li>
            <h2 className={parts.heading}>Send what happens</h2>
            <p>The conversation and the text are required. Everything else is optional, and any property you add can be filtered by.</p>
            <CodeBlock label="Events" code={eventCalls()} />
          </li>
          <li>
            <h2 className={parts.heading}>Or from a backend or a terminal</h2>
            <CodeBlock label="curl" code={curl(origin, key)} />
          </li>
          <li>
            <h2 className={parts.heading}>See it arrive</h2>
            <ArrivalCheck project={id} />
          </li>
        </ol>
      )}
      <section className={classes.more}>
        <h2 className={parts.heading}>Other ways in</h2>
        <p>
          The page Import and <Code>debrief import FILE…</Code> read files of conversations and are safe to repeat; <Code>debrief demo</Code> serves a simulated product to look at. All routes are described in the{" "}
          <Anchor href="/docs/api" size="sm">
            API reference
          </Anchor>
          .
        </p>
      </section>
    </SettingsPage>
  );
};
