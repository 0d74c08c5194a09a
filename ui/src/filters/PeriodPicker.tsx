import { Button, Checkbox, Group, NavLink, Popover, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { lazy, Suspense } from "react";
import { dayRange } from "../format/time";
import { before, PRESETS } from "../scope/period";
import { useScope, useSetSearch } from "../scope/useScope";
import classes from "./filters.module.css";

const DayRange = lazy(async () => ({ default: (await import("./DayRange")).DayRange }));

/** The period and whether it is compared with the one before. */
export const PeriodPicker = () => {
  const { period, zone, now, compares } = useScope();
  const setSearch = useSetSearch();
  const [opened, { toggle, close }] = useDisclosure(false);
  const earlier = before(period, zone);
  const choose = (days: { period?: string | undefined; from?: string | undefined; to?: string | undefined }): void => {
    setSearch({ period: undefined, from: undefined, to: undefined, ...days });
    close();
  };
  return (
    <Popover opened={opened} onChange={toggle} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <Button variant="default" className={classes.period} onClick={toggle}>
          <b>{dayRange(period.from, period.to, zone, now)}</b>
          {compares && <span className={classes.versus}>vs {dayRange(earlier.from, earlier.to, zone, now)}</span>}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Group align="flex-start" gap="md" className={classes.days}>
          <Stack gap={0} miw={130}>
            {PRESETS.map(({ id, label }) => (
              <NavLink key={id} component="button" type="button" label={label} active={period.preset === id} onClick={() => choose({ period: id })} />
            ))}
          </Stack>
          <Suspense>
            <DayRange period={period} zone={zone} onChoose={choose} />
          </Suspense>
        </Group>
        <Checkbox
          mt="sm"
          size="xs"
          label="Compare with the period before, of the same length"
          checked={compares}
          onChange={(event) => setSearch({ compare: event.currentTarget.checked ? undefined : "none" })}
        />
        <p className={classes.hint}>Days of {zone}.</p>
      </Popover.Dropdown>
    </Popover>
  );
};
