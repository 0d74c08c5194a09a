import { useEffect } from "react";

/** Names the page in the browser's tab. */
export const useTitle = (page: string): void => {
  useEffect(() => {
    document.title = `${page} · Debrief`;
  }, [page]);
};
