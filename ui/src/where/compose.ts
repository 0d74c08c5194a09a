import { quote } from "./terms";

const NUMBER = /^-?\d+(\.\d+)?$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** A value as the field's type writes it. A property's number stays a number, so that it compares as one. */
function literal(value: string, type: string): string {
  switch (type) {
    case "number":
    case "bool":
    case "word":
    case "enum":
      return value;
    case "time":
      return DATE.test(value) ? value : quote(value);
    case "any":
      return NUMBER.test(value) || value === "true" || value === "false" ? value : quote(value);
    default:
      return quote(value);
  }
}

/** field op value, or field in (value, value). */
export function compose(field: string, op: string, values: readonly string[], type: string): string {
  if (op === "exists") return `${field} exists`;
  const literals = values.map((value) => literal(value, type));
  if (op === "=" && literals.length > 1) return `${field} in (${literals.join(", ")})`;
  if (op === "!=" && literals.length > 1) return `${field} not in (${literals.join(", ")})`;
  return `${field} ${op} ${literals[0] ?? '""'}`;
}

/** "prop." with a key: quoted where the key is more than a bare name. */
export const propertyField = (prefix: string, key: string): string => `${prefix}${/^[A-Za-z_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?$/.test(key) ? key : quote(key)}`;
