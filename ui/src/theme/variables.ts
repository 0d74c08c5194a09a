import type { CSSVariablesResolver } from "@mantine/core";

const both = {
  "--mantine-color-body": "var(--panel)",
  "--mantine-color-text": "var(--ink)",
  "--mantine-color-dimmed": "var(--soft)",
  "--mantine-color-placeholder": "var(--faint)",
  "--mantine-color-anchor": "var(--accent)",
  "--mantine-color-default": "var(--panel)",
  "--mantine-color-default-hover": "var(--hover)",
  "--mantine-color-default-color": "var(--ink)",
  "--mantine-color-default-border": "var(--line)",
  "--mantine-color-error": "var(--bad)",
};

/** Mantine's own colours, taken from our palette in either scheme. */
export const variables: CSSVariablesResolver = () => ({ variables: {}, light: both, dark: both });
