import { MultiSelect, NumberInput, Select, TagsInput, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { filterValuesQuery } from "../api/queries";
import type { FilterField } from "../api/shapes";
import { useProject } from "../scope/useScope";

interface Props {
  readonly field: FilterField;
  /** The field as the language writes it, with its key. */
  readonly path: string;
  readonly several: boolean;
  readonly values: readonly string[];
  readonly onChange: (values: readonly string[]) => void;
}

const INSIDE = { withinPortal: false };

/** The value of a condition, asked for as its type needs. */
export const ValueInput = ({ field, path, several, values, onChange }: Props) => {
  const one = (value: string | number | bigint | null): void => onChange(value === null || value === "" ? [] : [String(value)]);
  const value = values[0] ?? "";
  switch (field.type) {
    case "bool":
      return <Select data-autofocus label="Value" data={["true", "false"]} value={value || null} onChange={one} comboboxProps={INSIDE} />;
    case "number":
      return <NumberInput data-autofocus label="Value" value={value} onChange={one} />;
    case "time":
      return <TextInput data-autofocus label="Day" type="date" value={value} onChange={(event) => one(event.currentTarget.value)} />;
    case "enum":
      return several ? (
        <MultiSelect data-autofocus label="Value" data={field.values ?? []} value={[...values]} onChange={onChange} comboboxProps={INSIDE} />
      ) : (
        <Select data-autofocus label="Value" data={field.values ?? []} value={value || null} onChange={one} comboboxProps={INSIDE} />
      );
    default:
      return several ? <FrequentValues path={path} values={values} onChange={onChange} /> : <TextInput data-autofocus label="Value" value={value} onChange={(event) => one(event.currentTarget.value)} />;
  }
};

/** Any text, with the most frequent ones offered until one is taken: their list lies over the button below. */
const FrequentValues = ({ path, values, onChange }: Pick<Props, "path" | "values" | "onChange">) => {
  const { id } = useProject();
  const [opened, { open, close }] = useDisclosure(false);
  const { data } = useQuery({ ...filterValuesQuery(id, path), enabled: !path.endsWith(".") && path !== "text" });
  return (
    <TagsInput
      data-autofocus
      label="Value"
      description={values.length > 1 ? "any of these" : undefined}
      data={data?.values ?? []}
      value={[...values]}
      onChange={(next) => {
        onChange(next);
        close();
      }}
      dropdownOpened={opened}
      onDropdownOpen={open}
      onDropdownClose={close}
      onClick={open}
      onSearchChange={(text) => text !== "" && open()}
      comboboxProps={INSIDE}
      maxDropdownHeight={180}
    />
  );
};
