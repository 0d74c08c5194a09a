import { Anchor, type AnchorProps } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import { type AnchorHTMLAttributes, forwardRef } from "react";

type Props = AnchorProps & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof AnchorProps>;

/** A link in a text that leads to a page of the dashboard. */
export const TextLink = createLink(forwardRef<HTMLAnchorElement, Props>((props, ref) => <Anchor ref={ref} size="sm" {...props} />));
