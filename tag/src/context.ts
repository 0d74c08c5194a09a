import { clean } from "./clean";
import { quiet } from "./quiet";
import type { Json } from "./types";

declare const VERSION: string;

/** The tag's version, written by the build. */
export const version = VERSION;

/** Asked once: it takes a tenth of a millisecond. */
const timezone = quiet(() => Intl.DateTimeFormat().resolvedOptions().timeZone);

/** Where an event happened: language, time zone, page and this library. */
export function context(): Json | undefined {
  const { href, pathname } = location;
  return clean({
    locale: navigator.language,
    timezone,
    page: { url: href, path: pathname, title: document.title, referrer: document.referrer },
    library: { name: "debrief-tag", version },
  });
}
