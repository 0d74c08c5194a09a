import { NativeSelect, TextInput } from "@mantine/core";
import type { Format, Reading } from "../../../api/imports";
import type { ImportPreview } from "../../../api/shapes";
import parts from "../../../page/parts.module.css";
import { ColumnChoice } from "./ColumnChoice";
import classes from "./import.module.css";

const FORMATS: readonly { readonly value: Format | ""; readonly label: string }[] = [
  { value: "", label: "Found by content" },
  { value: "chatgpt", label: "ChatGPT data export" },
  { value: "openai", label: "OpenAI chats" },
  { value: "sharegpt", label: "ShareGPT" },
  { value: "csv", label: "Table (CSV)" },
  { value: "native", label: "Debrief's own events" },
];

const SCALES = ["", "1-5", "0-10", "1-7", "thumbs", "boolean", "nps", "csat", "ces"] as const;

const ZONES = Intl.supportedValuesOf("timeZone");

interface Props {
  readonly reading: Reading;
  readonly preview: ImportPreview | undefined;
  readonly disabled: boolean;
  readonly onChange: (reading: Reading) => void;
}

/** How the file is read; what is chosen shows in the preview at once. */
export const ReadingForm = ({ reading, preview, disabled, onChange }: Props) => {
  const set = (name: string, value: string): void => onChange({ ...reading, set: { ...reading.set, [name]: value.trim() } });
  const zones = ZONES.includes(reading.zone) ? ZONES : [reading.zone, ...ZONES];
  const columns = preview?.columns ?? [];
  return (
    <form className={parts.form} aria-label="How the file is read" onSubmit={(event) => event.preventDefault()}>
      <fieldset className={classes.plain} disabled={disabled}>
        <div className={parts.fields}>
          <NativeSelect
            label="Format"
            data={[...FORMATS]}
            value={reading.format ?? ""}
            onChange={({ currentTarget }) => onChange({ ...reading, columns: {}, format: FORMATS.find(({ value }) => value === currentTarget.value && value !== "")?.value || undefined })}
          />
          <NativeSelect label="Time zone of times without one" data={zones} value={reading.zone} onChange={({ currentTarget }) => onChange({ ...reading, zone: currentTarget.value })} />
          <NativeSelect
            label="Scale of ratings without one"
            data={SCALES.map((value) => ({ value, label: value === "" ? "none" : value }))}
            value={reading.set.rating_scale ?? ""}
            onChange={({ currentTarget }) => set("rating_scale", currentTarget.value)}
          />
          <TextInput className={parts.grows ?? ""} label="Agent, where the file names none" placeholder="default" defaultValue={reading.set.agent_id ?? ""} onBlur={({ currentTarget }) => set("agent_id", currentTarget.value)} />
        </div>
        {columns.length > 0 && (
          <ColumnChoice
            columns={columns}
            fields={preview?.fields ?? []}
            chosen={reading.columns}
            onChoose={(column, field) => onChange({ ...reading, format: "csv", columns: { ...reading.columns, [column]: field } })}
          />
        )}
      </fieldset>
    </form>
  );
};
