// A where text cut into the terms that "and" joins at its top level, so that
// each can be shown and removed as a chip. The server parses and judges; what
// this cannot cut stays one chip, and texts are never changed on the way.

export interface Term {
  /** The term as it stands in the text. */
  readonly text: string;
  /** Only where the term is "field operator value(s)". */
  readonly simple?: Simple;
}

export interface Simple {
  readonly field: string;
  readonly op: string;
  readonly values: readonly string[];
}

interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly depth: number;
}

const TOKEN = /"(?:[^"\\]|\\.)*"?|[(),]|!=|<=|>=|!~|[=<>~]|[^\s(),=<>~!"]+(?:"(?:[^"\\]|\\.)*")?|\S/g;

function tokens(text: string): readonly Token[] {
  let depth = 0;
  return [...text.matchAll(TOKEN)].map((match) => {
    const [token] = match;
    if (token === ")") depth -= 1;
    const found = { text: token, start: match.index, end: match.index + token.length, depth };
    if (token === "(") depth += 1;
    return found;
  });
}

const isWord = (token: Token, word: string): boolean => token.text.toLowerCase() === word;

/** The value a literal stands for: a string without its quotes. */
export function unquote(literal: string): string {
  if (!literal.startsWith('"')) return literal;
  try {
    return String(JSON.parse(literal));
  } catch {
    return literal;
  }
}

/** A string as the language writes it. */
export const quote = (value: string): string => `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;

const OPERATORS = new Set(["=", "!=", "<", "<=", ">", ">=", "~", "!~"]);

function simpleOf(part: readonly Token[]): Simple | undefined {
  const [field, op, ...rest] = part;
  if (!field || !op || isWord(field, "not") || field.text === "(") return undefined;
  if (OPERATORS.has(op.text)) {
    const [value, ...more] = rest;
    return value && more.length === 0 ? { field: field.text, op: op.text, values: [unquote(value.text)] } : undefined;
  }
  if (isWord(op, "exists")) return rest.length === 0 ? { field: field.text, op: "exists", values: [] } : undefined;
  const negated = isWord(op, "not");
  const list = negated ? rest.slice(1) : rest;
  const isIn = isWord(op, "in") || (negated && rest[0] !== undefined && isWord(rest[0], "in"));
  if (!isIn || list[0]?.text !== "(" || list.at(-1)?.text !== ")") return undefined;
  const values = list.slice(1, -1).filter(({ text }) => text !== ",");
  return { field: field.text, op: negated ? "not in" : "in", values: values.map(({ text }) => unquote(text)) };
}

/** The terms of a text; one term that is the whole text where "or" joins at its top level. */
export function termsOf(text: string): readonly Term[] {
  const all = tokens(text);
  if (all.length === 0) return [];
  if (all.some((token) => token.depth === 0 && isWord(token, "or"))) return [{ text: text.trim() }];
  const parts: Token[][] = [[]];
  for (const token of all) {
    if (token.depth === 0 && isWord(token, "and")) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.flatMap((part) => {
    const [first, last] = [part[0], part.at(-1)];
    if (!first || !last) return [];
    const simple = simpleOf(part);
    const term = { text: text.slice(first.start, last.end) };
    return [simple ? { ...term, simple } : term];
  });
}

export const joinTerms = (terms: readonly Term[]): string => terms.map(({ text }) => text).join(" and ");

/** The text with one more term; a text that "or" joins is put in parentheses first. */
export function withTerm(text: string, term: string): string {
  const all = tokens(text);
  if (all.length === 0) return term;
  const alternative = all.some((token) => token.depth === 0 && isWord(token, "or"));
  return `${alternative ? `(${text.trim()})` : text.trim()} and ${term}`;
}

export const withoutTerm = (text: string, index: number): string => joinTerms(termsOf(text).filter((_, i) => i !== index));

const WORDS: Readonly<Record<string, string>> = { "=": "is", "!=": "is not", "~": "contains", "!~": "does not contain", in: "is", "not in": "is not", exists: "is present" };

/** "plan is pro, team" */
export const opWords = (op: string): string => WORDS[op] ?? op.replace(">=", "≥").replace("<=", "≤");
