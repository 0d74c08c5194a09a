import { Burger, Drawer } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Outlet, useLocation } from "@tanstack/react-router";
import { Suspense, useEffect } from "react";
import { PagePending } from "../page/PagePending";
import { Brand } from "./Brand";
import { Navigation } from "./Navigation";
import { StoppedBanner } from "./StoppedBanner";
import classes from "./shell.module.css";

/** Navigation on the left, in a drawer on narrow screens; the page beside it. */
export const Shell = () => {
  const [opened, { open, close }] = useDisclosure(false);
  const { pathname } = useLocation();
  useEffect(close, [pathname, close]);
  return (
    <div className={classes.shell}>
      <a className="skip" href="#page">
        Skip to the page
      </a>
      <header className={classes.side}>
        <div className={classes.stays}>
          <Brand />
          <Navigation />
        </div>
      </header>
      <header className={classes.top}>
        <Burger opened={opened} onClick={open} size="sm" aria-label="Open navigation" />
        <Brand />
      </header>
      <Drawer opened={opened} onClose={close} size={260} title={<Brand />} closeButtonProps={{ "aria-label": "Close navigation" }} classNames={{ body: classes.drawer ?? "", content: classes.drawerContent ?? "" }}>
        <Navigation />
      </Drawer>
      <main id="page" className={classes.page} tabIndex={-1}>
        <Suspense>
          <StoppedBanner />
        </Suspense>
        <Suspense fallback={<PagePending />}>
          <Outlet />
        </Suspense>
      </main>
    </div>
  );
};
