import { NativeSelect } from "@mantine/core";
import type { ImportPreview } from "../../../api/shapes";
import classes from "./import.module.css";

interface Props {
  readonly columns: ImportPreview["columns"];
  readonly fields: readonly string[];
  readonly chosen: Readonly<Record<string, string>>;
  readonly onChoose: (column: string, field: string) => void;
}

/** What each column of a table is taken for. */
export const ColumnChoice = ({ columns, fields, chosen, onChoose }: Props) => (
  <fieldset className={classes.columns}>
    <legend>Columns</legend>
    {columns.map(({ name, field }) => {
      const property = { value: name, label: `property “${name}”` };
      const choices = [property, { value: "-", label: "left out" }, ...fields.filter((one) => one !== name).map((value) => ({ value, label: value }))];
      const value = chosen[name] ?? field;
      return <NativeSelect key={name} label={name} data={choices} value={value} onChange={({ currentTarget }) => onChoose(name, currentTarget.value)} />;
    })}
  </fieldset>
);
