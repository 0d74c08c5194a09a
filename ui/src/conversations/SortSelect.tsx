import { NativeSelect } from "@mantine/core";

interface Props {
  readonly value: string | undefined;
  readonly onChange: (sort: string | undefined) => void;
}

const NEWEST = "-started";
const SORTS = [
  { value: NEWEST, label: "Newest first" },
  { value: "started", label: "Oldest first" },
  { value: "-turns", label: "Most turns first" },
  { value: "rating", label: "Worst rated first" },
  { value: "-rating", label: "Best rated first" },
];

/** The order of the list. */
export const SortSelect = ({ value = NEWEST, onChange }: Props) => (
  <NativeSelect size="xs" w={160} aria-label="Sort" data={SORTS} value={value} onChange={({ currentTarget: { value: sort } }) => onChange(sort === NEWEST ? undefined : sort)} />
);
