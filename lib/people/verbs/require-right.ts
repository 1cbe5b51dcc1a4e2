import { AppError } from "#lib/edges/app-error.ts";
import type { Actor, Right } from "../model.ts";
import { can, leastRoleWith } from "../rules/can.ts";

/** @throws AppError `forbidden`, saying which role has the right */
export function requireRight(actor: Actor, right: Right): void {
  if (can(actor, right)) return;
  throw new AppError("forbidden", `Your role (${actor.role}) may not do this.`, {
    reason: right,
    advice: `Ask an admin for the role "${leastRoleWith(right)}" or for someone who has it.`,
  });
}
