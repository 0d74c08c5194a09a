import { NativeSelect } from "@mantine/core";
import { SORTS } from "../../scope/listQuery";

interface Props {
  readonly value: string | undefined;
  readonly onChange: (sort: string | undefined) => void;
}

const DEFAULT = SORTS[0]?.value;

/** The order of the list. */
export const SortSelect = ({ value = DEFAULT, onChange }: Props) => (
  <NativeSelect
    size="xs"
    w={160}
    aria-label="Sort"
    data={[...SORTS]}
    value={value}
    onChange={({ currentTarget: { value: sort } }) => onChange(sort === DEFAULT ? undefined : sort)}
  />
);
