import { Loader } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { installQuery } from "../../api/queries";
import { describe } from "../../api/problem";
import type { Arrived } from "../../api/shapes";
import { count } from "../../format/figure";
import { ago, exact } from "../../format/time";
import { useNow } from "../../scope/useNow";
import { useProject } from "../../scope/useScope";
import { TextLink } from "../../notice/TextLink";
import parts from "../../page/parts.module.css";
import classes from "./settings.module.css";

/** Waits for the first event that arrives while the page is open, and says what it saw. */
export const ArrivalCheck = ({ project }: { readonly project: string }) => {
  const [since] = useState(() => new Date().toISOString());
  const { data, error } = useQuery(installQuery(project, since));
  return (
    <div className={classes.check} role="status" data-received={data?.received ?? false}>
      {error && !data ? (
        <span>{describe(error)}</span>
      ) : data?.received && data.last ? (
        <Arrival last={data.last} />
      ) : (
        <Waiting last={data?.last} />
      )}
    </div>
  );
};

const Arrival = ({ last }: { readonly last: Arrived }) => {
  const { zone } = useProject();
  return (
    <>
      <IconCircleCheck size={20} aria-hidden className={classes.tick} />
      <div>
        <b>An event arrived.</b> <code>{last.name}</code> from {last.source}, {exact(last.last_received_at, zone)}. {count(last.count)} accepted since the server started.
        <div>
          <TextLink to="/conversations" search={{ period: "today" }}>
            Open today's conversations
          </TextLink>
        </div>
      </div>
    </>
  );
};

const Waiting = ({ last }: { readonly last: Arrived | undefined }) => {
  const now = useNow();
  return (
    <>
      <Loader size={18} type="dots" color="gray" aria-hidden />
      <div>
        <b>Waiting for an event.</b> Keep this page open, then use your copilot or run the curl command.
        {last && <div className={parts.soft}>The last one came {ago(Date.parse(last.last_received_at), now)}, from {last.source}.</div>}
      </div>
    </>
  );
};
