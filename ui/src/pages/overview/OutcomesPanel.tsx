import { SegmentedControl } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import type { Overview } from "../../api/shapes";
import { plural } from "../../format/figure";
import { conversationsBehind } from "../../scope/link";
import { useProject } from "../../scope/useScope";
import { OutcomesLegend } from "./OutcomesLegend";
import { OutcomesTable } from "./OutcomesTable";
import { Panel } from "../../page/Panel";
import { TextLink } from "../../notice/TextLink";
import classes from "./overview.module.css";

const OutcomesChart = lazy(async () => ({ default: (await import("./OutcomesChart")).OutcomesChart }));

type Form = "share" | "count" | "table";

const FORMS: { value: Form; label: string }[] = [
  { value: "share", label: "Share" },
  { value: "count", label: "Count" },
  { value: "table", label: "Table" },
];

/** How conversations ended, over time: as a chart, or as a table for those who prefer one. */
export const OutcomesPanel = ({ overview }: { readonly overview: Overview }) => {
  const [form, setForm] = useState<Form>("share");
  const { zone } = useProject();
  const navigate = useNavigate();
  const { outcomes: days, interval } = overview;
  const total = days.reduce((sum, day) => sum + day.total, 0);
  const waiting = days.reduce((sum, day) => sum + day.provisional, 0);
  const all = conversationsBehind(overview.tiles.find(({ definition }) => definition.id === "conversations")?.figures[0]?.link);
  const open = (link: string): void => {
    const search = conversationsBehind(link);
    if (search) void navigate({ to: "/conversations", search });
  };
  return (
    <Panel
      title="How conversations ended"
      hint={
        <>
          By {interval}.{" "}
          {waiting > 0 && `${plural(waiting, "conversation")} not settled yet: until then most are unknown.`}
        </>
      }
      aside={
        <span className={classes.choices}>
          {all && (
            <TextLink to="/conversations" search={all}>
              {plural(total, "conversation")}
            </TextLink>
          )}
          <SegmentedControl size="xs" aria-label="Show outcomes as" value={form} onChange={(value) => setForm(value)} data={FORMS} />
        </span>
      }
    >
      {form === "table" ? (
        <OutcomesTable days={days} interval={interval} zone={zone} />
      ) : (
        <Suspense fallback={<div className={classes.chart} />}>
          <OutcomesChart days={days} interval={interval} zone={zone} shares={form === "share"} onOpen={open} />
        </Suspense>
      )}
      <OutcomesLegend days={days} />
    </Panel>
  );
};
