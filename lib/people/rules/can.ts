import { type Actor, type Right, type Role, rightsByRole, roles } from "../model.ts";

export function canRole(role: Role, right: Right): boolean {
  return rightsByRole[role].includes(right);
}

export function can(actor: Actor, right: Right): boolean {
  return canRole(actor.role, right);
}

/** The least powerful role that has the right, for a sentence such as "ask someone with the uploader role". */
export function leastRoleWith(right: Right): Role {
  return roles.find((role) => canRole(role, right)) ?? "admin";
}

/** Nobody hands out more than they have. */
export function canGrantRole(actor: Actor, role: Role): boolean {
  return rightsByRole[role].every((right) => can(actor, right));
}
