import { Button, Select, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useEffect, useRef, useState } from "react";
import type { FilterField, Filters } from "../api/shapes";
import { compose, propertyField } from "../where/compose";
import { opWords } from "../where/terms";
import { fieldChoices, isProperty } from "./fieldChoices";
import { ValueInput } from "./ValueInput";

interface Props {
  readonly filters: Filters;
  readonly field?: string;
  readonly onAdd: (term: string) => void;
}

/**
 * Builds one condition: field, operator, value. Add is never disabled: a value that was typed is there once its field
 * loses the focus. What is missing is said when it is pressed.
 */
export const ConditionForm = ({ filters, field: fixed, onAdd }: Props) => {
  const [name, setName] = useState(fixed ?? null);
  const [key, setKey] = useState("");
  const [op, setOp] = useState("=");
  const [values, setValues] = useState<readonly string[]>([]);
  const [pressed, setPressed] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  // The popover, whose focus it is to give, opens before this form is loaded.
  useEffect(() => form.current?.querySelector<HTMLElement>("[data-autofocus]")?.focus(), []);
  const known = name === null ? undefined : filters.fields.find((field) => field.name === name);
  const field: FilterField | undefined = known ?? (name === null ? undefined : propertyOf(filters, name));
  const asksKey = known !== undefined && isProperty(known.name);
  const path = asksKey ? propertyField(known.name.slice(0, -1), key) : (name ?? "");
  const missing = field === undefined ? "Choose a field." : asksKey && key === "" ? "Name the property." : op !== "exists" && values.length === 0 ? "Give a value." : undefined;

  const choose = (next: string | null): void => {
    const ops = filters.fields.find((one) => one.name === next)?.ops ?? [];
    setName(next);
    setValues([]);
    setOp(ops.includes("=") ? "=" : (ops[0] ?? "="));
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setPressed(true);
    if (field !== undefined && missing === undefined) onAdd(compose(path, op, values, field.type));
  };
  return (
    <form ref={form} onSubmit={submit}>
      <Stack gap="xs">
        {fixed === undefined && <Select label="Field" data={fieldChoices(filters)} value={name} onChange={choose} searchable data-autofocus comboboxProps={{ withinPortal: false }} />}
        {asksKey && <TextInput label="Property" value={key} onChange={(event) => setKey(event.currentTarget.value)} placeholder="plan" />}
        {field && (
          <>
            <Select
              label={fixed === undefined ? "Operator" : field.name}
              data={(field.ops ?? []).filter((one) => one !== "in" && one !== "not in").map((one) => ({ value: one, label: opWords(one) }))}
              value={op}
              onChange={(next) => next !== null && setOp(next)}
              allowDeselect={false}
              comboboxProps={{ withinPortal: false }}
            />
            {op !== "exists" && <ValueInput field={field} path={path} several={op === "=" || op === "!="} values={values} onChange={setValues} />}
            <Text size="xs" c="dimmed">
              {field.meaning}
            </Text>
          </>
        )}
        {pressed && missing !== undefined && (
          <Text role="alert" size="xs" c="var(--bad)">
            {missing}
          </Text>
        )}
        <Button type="submit">Add</Button>
      </Stack>
    </form>
  );
};

/** A property that was seen ("prop.plan") behaves as the field "prop.X". */
function propertyOf(filters: Filters, name: string): FilterField | undefined {
  const prefix = name.slice(0, name.indexOf(".") + 1);
  return filters.fields.find((field) => isProperty(field.name) && field.name.startsWith(prefix));
}
