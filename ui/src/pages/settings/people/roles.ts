import type { Role } from "../../../api/shapes";

/** The roles, the one that sees least first. */
export const ROLES: readonly Role[] = ["viewer", "analyst", "owner"];

export const roleOf = (value: string): Role => ROLES.find((role) => role === value) ?? "viewer";
