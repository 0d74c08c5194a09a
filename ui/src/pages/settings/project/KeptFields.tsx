import { NumberInput } from "@mantine/core";
import type { Settings } from "../../../api/shapes";
import parts from "../../../page/parts.module.css";
import { KEPT, type Mistakes, MOST } from "./fields";

interface Props {
  readonly wish: Settings;
  readonly mistakes: Mistakes;
  readonly onChange: (change: Partial<Settings>) => void;
}

/** For how long parts of events are kept. */
export const KeptFields = ({ wish, mistakes, onChange }: Props) => (
  <>
    <div className={parts.fields}>
      {KEPT.map(({ field, label, description }) => (
        <NumberInput
          key={field}
          className={parts.grows ?? ""}
          label={`${label} kept, hours`}
          description={description}
          min={0}
          max={MOST.hours}
          allowDecimal={false}
          allowNegative={false}
          value={wish[field]}
          onChange={(value) => onChange({ [field]: Number(value) || 0 })}
          error={mistakes[field]}
        />
      ))}
    </div>
    <p className={parts.soft}>
      0 keeps them for ever. What is older is removed within minutes, for good, and from the files within a day; what was read in a text, its signals, language and topic, and every figure stay.
    </p>
  </>
);
