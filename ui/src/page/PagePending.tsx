import { Skeleton, Stack } from "@mantine/core";

/** A page that is still being fetched. */
export const PagePending = () => (
  <Stack p="lg" gap="md" role="status" aria-label="Loading">
    <Skeleton height={30} width={320} />
    <Skeleton height={120} />
    <Skeleton height={260} />
  </Stack>
);
