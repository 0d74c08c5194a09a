// The browser's own, taken when the script runs: what a page puts in their
// place later does not reach the tag.
export const { Promise } = globalThis;
export const { parse, stringify } = Object(globalThis.JSON) as JSON;
