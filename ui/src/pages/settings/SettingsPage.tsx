import type { ComponentProps } from "react";
import { Page } from "../../page/Page";
import { SettingsNav } from "./SettingsNav";

/** One page of the settings, below the way to the others. */
export const SettingsPage = (props: Pick<ComponentProps<typeof Page>, "title" | "lead" | "children">) => <Page {...props} width="texts" above={<SettingsNav />} />;
