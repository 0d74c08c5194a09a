// What Mantine's components look like: dense, square, in our palette.
import { createTheme, type MantineColorsTuple } from "@mantine/core";

const accent: MantineColorsTuple = [
  "#eaf1fd", "#d3e2fa", "#bfd4f5", "#8eb4f0", "#5b92ea", "#2f74e0", "#0f5fd7", "#0c52bb", "#0a459f", "#083985",
];

export const theme = createTheme({
  primaryColor: "accent",
  primaryShade: 6,
  colors: { accent },
  fontFamily: '"Inter Variable", system-ui, -apple-system, "Segoe UI", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.125rem" },
  lineHeights: { xs: "1.4", sm: "1.45", md: "1.45", lg: "1.5", xl: "1.5" },
  defaultRadius: 7,
  headings: { fontWeight: "600", sizes: { h1: { fontSize: "1.0625rem" }, h2: { fontSize: "0.8125rem" } } },
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Popover: { defaultProps: { shadow: "md", radius: 9 } },
    Button: { defaultProps: { size: "xs" } },
    Tooltip: { defaultProps: { openDelay: 250, multiline: true, maw: 320, events: { hover: true, focus: true, touch: true } } },
  },
});
