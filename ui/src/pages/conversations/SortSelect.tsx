import { NativeSelect } from "@mantine/core";
import { RELEVANCE, SORTS } from "../../scope/listQuery";

interface Props {
  readonly value: string | undefined;
  /** Whether words are searched, so that the best match can come first. */
  readonly sought: boolean;
  readonly onChange: (sort: string | undefined) => void;
}

/** The order of the list. */
export const SortSelect = ({ value, sought, onChange }: Props) => {
  const sorts = sought ? [RELEVANCE, ...SORTS] : SORTS;
  const first = sorts[0]?.value;
  return (
    <NativeSelect
      size="xs"
      w={160}
      aria-label="Sort"
      data={[...sorts]}
      value={value ?? first}
      onChange={({ currentTarget: { value: sort } }) => onChange(sort === first ? undefined : sort)}
    />
  );
};
