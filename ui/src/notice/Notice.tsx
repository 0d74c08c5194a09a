import { Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./notice.module.css";

interface Props {
  readonly title: ReactNode;
  /** Stands in the frame of what there would be to see. */
  readonly framed?: boolean;
  readonly children?: ReactNode;
}

/** Says why there is nothing to see, and below it what to do. */
export const Notice = ({ title, framed = false, children }: Props) => (
  <Stack className={classes.notice} data-framed={framed} gap={6}>
    <Text component="div" fw={600} className={classes.title}>
      {title}
    </Text>
    <Text component="div" c="dimmed" size="sm" maw={560}>
      {children}
    </Text>
  </Stack>
);
