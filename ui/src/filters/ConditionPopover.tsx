import { Popover } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { cloneElement, type KeyboardEvent, lazy, type ReactElement, Suspense } from "react";
import type { Filters } from "../api/shapes";

const ConditionForm = lazy(async () => ({ default: (await import("./ConditionForm")).ConditionForm }));

interface Props {
  readonly filters: Filters;
  /** The field, where only its value is asked for. */
  readonly field?: string;
  readonly onAdd: (term: string) => void;
  readonly children: ReactElement<{ onClick?: () => void }>;
}

/** Whether a list of values is open, which Escape closes first. */
const listIsOpen = ({ currentTarget }: KeyboardEvent<HTMLElement>): boolean => [...currentTarget.querySelectorAll("[role=listbox]")].some((list) => list.checkVisibility());

/** A button that opens the form for one more condition. */
export const ConditionPopover = ({ filters, field, onAdd, children }: Props) => {
  const [opened, { toggle, close }] = useDisclosure(false);
  return (
    <Popover opened={opened} onChange={toggle} position="bottom-start" width={300} trapFocus returnFocus closeOnEscape={false}>
      <Popover.Target>{cloneElement(children, { onClick: toggle })}</Popover.Target>
      <Popover.Dropdown onKeyDownCapture={(event) => event.key === "Escape" && !listIsOpen(event) && close()}>
        <Suspense>
          <ConditionForm
            filters={filters}
            {...(field === undefined ? {} : { field })}
            onAdd={(term) => {
              onAdd(term);
              close();
            }}
          />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
};
