// The browser's own, taken when the script runs: what a page puts in their
// place later does not reach the tag.
export const { JSON, Promise } = globalThis;
