import { install } from "./install";

try {
  install();
} catch {
  // A page is never broken by its analytics.
}
