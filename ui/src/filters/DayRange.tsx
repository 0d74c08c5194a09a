import "@mantine/dates/styles.css";
import { DatePicker } from "@mantine/dates";
import { useState } from "react";
import { dayOf, type Period } from "../scope/period";

interface Props {
  readonly period: Period;
  readonly zone: string;
  readonly onChoose: (days: { from: string; to: string }) => void;
}

type Days = [string | null, string | null];

/** A calendar on which two clicks choose the first and the last day. */
export const DayRange = ({ period, zone, onChoose }: Props) => {
  const [days, setDays] = useState<Days>([dayOf(period.from, zone), dayOf(period.to - 1, zone)]);
  const change = ([from, to]: Days): void => {
    setDays([from, to]);
    if (from !== null && to !== null) onChoose({ from, to });
  };
  return <DatePicker type="range" size="xs" allowSingleDateInRange value={days} onChange={change} firstDayOfWeek={1} weekendDays={[]} maxDate={dayOf(Date.now(), zone)} defaultDate={dayOf(period.to - 1, zone)} />;
};
