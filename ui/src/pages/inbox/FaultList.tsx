import { Code } from "@mantine/core";
import { useSuspenseQuery } from "@tanstack/react-query";
import { Fragment } from "react";
import { meQuery } from "../../api/queries";
import type { InboxHealth } from "../../api/shapes";
import { count, plural } from "../../format/figure";
import { exact } from "../../format/time";
import { capital } from "../../format/words";
import { Panel } from "../../page/Panel";
import parts from "../../page/parts.module.css";
import { keyName } from "../../format/keyName";
import { type Fault, faults, pieces } from "./health";
import { SampleList } from "./SampleList";
import classes from "./inbox.module.css";

interface Props {
  readonly health: InboxHealth;
  readonly zone: string;
}

/** What there is to mend, how, and what it looks like. */
export const FaultList = ({ health, zone }: Props) => {
  const all = faults(health);
  return (
    <Panel title="What to mend">
      {all.length === 0 && <p className={parts.soft}>Nothing was wrong with what was sent in this period.</p>}
      <ul className={classes.faults}>
        {all.map((fault) => (
          <FaultItem key={`${fault.key} ${fault.source} ${fault.code}`} fault={fault} sender={keyName(health.keys, fault.key)} zone={zone} />
        ))}
      </ul>
    </Panel>
  );
};

const BECAME: Readonly<Partial<Record<Fault["verdict"], string>>> = { rejected: "rejected", refused: "refused", noticed: "kept" };

const FaultItem = ({ fault, sender, zone }: { readonly fault: Fault; readonly sender: string; readonly zone: string }) => {
  const { data: me } = useSuspenseQuery(meQuery);
  const { code, count: times, verdict, source, last_at: last, meaning = "", mend = "", samples } = fault;
  return (
    <li>
      <div className={classes.fault}>
        <Code>{code}</Code>
        <b className={verdict === "noticed" ? undefined : parts.bad}>{verdict === "refused" ? `${plural(times, "request")} refused` : `${count(times)} ${BECAME[verdict] ?? ""}`}</b>
        <span className={parts.soft}>
          {sender}, {source}, last {exact(last, zone)}
        </span>
      </div>
      <p>
        <Prose text={meaning} />
      </p>
      <p>
        To mend it: <Prose text={mend} />
      </p>
      {samples.length > 0 && <SampleList samples={samples} code={code} zone={zone} />}
      {!me.transcripts && verdict !== "noticed" && <p className={parts.soft}>Samples are shown to analysts and owners.</p>}
    </li>
  );
};

/** A sentence of a table of codes, in which names stand between backticks. */
const Prose = ({ text }: { readonly text: string }) => (
  <>
    {pieces(capital(text.endsWith(".") ? text : `${text}.`)).map((piece, index) => (
      <Fragment key={index}>{index % 2 === 1 ? <Code>{piece}</Code> : piece}</Fragment>
    ))}
  </>
);
