import { type Actor, type Me, rightsByRole } from "../model.ts";

export function describeActor(actor: Actor): Me {
  return { type: actor.type, id: actor.id, name: actor.name, role: actor.role, rights: [...rightsByRole[actor.role]] };
}
