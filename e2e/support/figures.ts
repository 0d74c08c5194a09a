// Numbers as a person reads them on the screen.

interface Read {
  readonly value: number;
  /** Half of what its last digit stands for: how far the true value may be off. */
  readonly within: number;
}

const SHOWN = /(-|−)?(\d[\d,]*)(?:\.(\d+))?(\s?%)?/;

/** "71 %" is 0.71 within 0.005, "1,284" is 1284 within 0.5. Undefined where no number is shown. */
export function readFigure(shown: string): Read | undefined {
  const found = SHOWN.exec(shown);
  if (!found) return undefined;
  const [, sign, whole = "", decimals = "", percent] = found;
  const size = Number(`${whole.replaceAll(",", "")}.${decimals || "0"}`) * (percent ? 0.01 : 1);
  return { value: sign ? -size : size, within: 0.5 * 10 ** -decimals.length * (percent ? 0.01 : 1) };
}

/** Whether what is shown is this value, as exactly as it is shown. */
export function shows(shown: string, value: number | null | undefined): boolean {
  const read = readFigure(shown);
  if (value === null || value === undefined) return read === undefined;
  return read !== undefined && Math.abs(read.value - value) <= read.within * (1 + 1e-9);
}
