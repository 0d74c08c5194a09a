import type { ECElementEvent, EChartsCoreOption, EChartsType } from "echarts/core";
import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef } from "react";
import { init } from "./echarts";

/** Reads a colour of the palette, as it is in light or dark. */
export type Palette = (name: string) => string;

interface Props {
  /** What the chart shows, in a sentence: all that is said of it to those who cannot see it. */
  readonly label: string;
  readonly option: (palette: Palette) => EChartsCoreOption;
  readonly onClick?: (event: ECElementEvent) => void;
  readonly className?: string | undefined;
}

const palette: Palette = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** A chart of ECharts that follows its box and the colour scheme. */
export const Chart = ({ label, option, onClick, className }: Props) => {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(undefined);
  const scheme = useComputedColorScheme("light");

  useEffect(() => {
    if (!box.current) return;
    const made = init(box.current, null, { renderer: "svg" });
    chart.current = made;
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(box.current);
    return () => {
      observer.disconnect();
      made.dispose();
      chart.current = undefined;
    };
  }, []);

  useEffect(() => {
    chart.current?.setOption(option(palette));
  }, [option, scheme]);

  useEffect(() => {
    const made = chart.current;
    if (!made || !onClick) return;
    made.on("click", onClick);
    return () => void made.off("click", onClick);
  }, [onClick]);

  return <div ref={box} className={className} role="img" aria-label={label} />;
};
