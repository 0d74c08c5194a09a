import { NumberInput, Textarea } from "@mantine/core";
import type { Key } from "../../../api/shapes";

/** What a key is limited to, as it is written in a form. */
export interface LimitText {
  readonly origins: string;
  readonly rate: string;
}

export const limitsOf = ({ origins, rate }: LimitText): { origins: string[]; rate: number } => ({
  origins: origins.split(/[\s,]+/).filter(Boolean),
  rate: Number(rate) || 0,
});

interface Props {
  readonly kind: Key["kind"];
  readonly limits: LimitText;
  readonly onChange: (change: Partial<LimitText>) => void;
}

/** The fields of what a key of that kind can be limited to. */
export const LimitFields = ({ kind, limits, onChange }: Props) => (
  <>
    {kind === "write" && (
      <Textarea
        label="Sites whose pages may use it"
        description="One a line, as in https://app.example.com or https://*.example.com. Empty: any page, and programs too."
        autosize
        minRows={1}
        value={limits.origins}
        onChange={({ currentTarget }) => onChange({ origins: currentTarget.value })}
      />
    )}
    {kind !== "read" && (
      <NumberInput
        label="Events a second"
        description="On average; bursts of ten seconds pass. What is more is told to come again later. Empty: no limit."
        min={0}
        hideControls
        value={limits.rate}
        onChange={(rate) => onChange({ rate: String(rate) })}
      />
    )}
  </>
);
