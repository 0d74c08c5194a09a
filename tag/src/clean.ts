import type { Json } from "./types";

const MAX_DEPTH = 16;
const MAX_VALUES = 20_000;
// Above the server's 64 KiB of text, so that it still sees and marks the cut.
const MAX_TEXT = 66_000;

/**
 * Makes JSON of whatever a page passes, and never throws: a value that cannot
 * be said in JSON (function, symbol, DOM node, a cycle, a getter that throws)
 * is left out, in an array it is null. Dates become ISO strings through their
 * toJSON, errors their name and message, big integers their digits, numbers
 * that are not finite null.
 * Undefined means that nothing is left.
 */
export function clean(value: unknown): Json | undefined {
  const parents: unknown[] = [];
  let seen = 0;

  // Reading holder[name] belongs inside: the getter may throw.
  const read = (holder: object, name: string | number): Json | undefined => {
    const depth = parents.length;
    try {
      const v: unknown = (holder as Record<string | number, unknown>)[name];
      if (++seen > MAX_VALUES) return undefined;
      if (typeof v === "string") return v.slice(0, MAX_TEXT);
      if (typeof v === "number") return isFinite(v) ? v : null;
      if (typeof v === "bigint" || v instanceof Error) return String(v);
      if (typeof v === "boolean" || v === null) return v;
      if (typeof v !== "object" || depth > MAX_DEPTH || parents.includes(v) || belongsToPage(v)) return undefined;
      parents.push(v);
      return open(v);
    } catch {
      return undefined;
    } finally {
      parents.length = depth;
    }
  };

  const open = (v: object): Json | undefined => {
    if (Array.isArray(v)) {
      // No prototype: old libraries give lists a toJSON that makes them strings.
      const list = Object.setPrototypeOf([], null) as Json[];
      for (let i = 0; i < v.length && seen < MAX_VALUES; i++) list[i] = read(v, i) ?? null;
      return list;
    }
    const { toJSON } = v as { toJSON?: unknown };
    if (typeof toJSON === "function") return read([toJSON.call(v)], 0);
    // No prototype: "__proto__" is a name like any other.
    const out = Object.create(null) as { [name: string]: Json };
    for (const name of Object.keys(v)) {
      const json = read(v, name);
      if (json !== undefined) out[name] = json;
    }
    return out;
  };

  return read([value], 0);
}

/** DOM nodes and windows lead to the whole page. */
function belongsToPage(v: { nodeType?: unknown; nodeName?: unknown; window?: unknown }): unknown {
  return (v.nodeType && v.nodeName) || v.window === v;
}
