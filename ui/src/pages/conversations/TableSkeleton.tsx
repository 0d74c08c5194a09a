import { Skeleton, Stack } from "@mantine/core";

const ROWS = [72, 58, 81, 64, 77, 49, 70, 62];

/** The table's shape while it is fetched. */
export const TableSkeleton = () => (
  <Stack gap={14} mt="md" role="status" aria-label="Loading conversations">
    {ROWS.map((width) => (
      <Skeleton key={width} height={18} width={`${width}%`} />
    ))}
  </Stack>
);
