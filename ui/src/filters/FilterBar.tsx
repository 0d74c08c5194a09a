import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCode, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { filtersQuery } from "../api/queries";
import { useScope, useSetSearch } from "../scope/useScope";
import { LiveStatus } from "../shell/LiveStatus";
import { termsOf, withoutTerm, withTerm } from "../where/terms";
import { ConditionPopover } from "./ConditionPopover";
import { PeriodPicker } from "./PeriodPicker";
import { TermChip } from "./TermChip";
import classes from "./filters.module.css";

const WhereEditor = lazy(async () => ({ default: (await import("./WhereEditor")).WhereEditor }));

// Asked for most: one click away as long as nothing is chosen.
const QUICK = ["agent", "version", "model"] as const;

/** What a page is about: the period and the conditions, kept in the address. */
export const FilterBar = () => {
  const { where, asked } = useScope();
  const setSearch = useSetSearch();
  const [writes, { toggle, close }] = useDisclosure(false);
  const { data: filters } = useQuery(filtersQuery(asked.project));
  const terms = termsOf(where);
  const setWhere = (text: string): void => setSearch({ where: text === "" ? undefined : text });
  const add = (term: string): void => setWhere(withTerm(where, term));
  const offered = QUICK.filter((field) => !terms.some(({ simple }) => simple?.field === field));
  return (
    <section className={classes.bar} aria-label="Filters">
      <div className={classes.row}>
        <PeriodPicker />
        {terms.map((term, index) => (
          <TermChip key={`${index} ${term.text}`} term={term} onRemove={() => setWhere(withoutTerm(where, index))} />
        ))}
        {filters && offered.map((field) => (
          <span key={field} className={classes.quick}>
            <ConditionPopover filters={filters} field={field} onAdd={add}>
              <Button variant="default" className={classes.add}>
                {field}
              </Button>
            </ConditionPopover>
          </span>
        ))}
        {filters && (
          <ConditionPopover filters={filters} onAdd={add}>
            <Button variant="default" className={classes.add} leftSection={<IconPlus size={13} aria-hidden />}>
              Filter
            </Button>
          </ConditionPopover>
        )}
        <Tooltip label="Write the filter as text">
          <ActionIcon variant="subtle" color="gray" aria-label="Write the filter as text" aria-expanded={writes} onClick={toggle}>
            <IconCode size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <span className={classes.end}>
          <LiveStatus />
        </span>
      </div>
      {writes && (
        <Suspense>
          <WhereEditor text={where} filters={filters} onApply={setWhere} onClose={close} />
        </Suspense>
      )}
    </section>
  );
};
