import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Actor, type Right, type Role, rights, rightsByRole, roles, systemActor, toActorRef } from "#lib/people/model.ts";
import { can, canGrantRole, canRole, leastRoleWith } from "#lib/people/rules/can.ts";

const user = (role: Role): Actor => ({ type: "user", id: "usr_1", name: "Ada", role });
const key = (role: Role): Actor => ({ type: "key", id: "key_1", name: "import", role });

const EXPECTED: Readonly<Record<Right, readonly Role[]>> = {
  "asset.edit": ["uploader", "responder", "commander", "admin"],
  "asset.read": ["viewer", "uploader", "reviewer", "responder", "commander", "admin"],
  "asset.upload": ["uploader", "responder", "commander", "admin"],
  "degradation.read": ["viewer", "uploader", "reviewer", "responder", "commander", "admin"],
  "degradation.set": ["responder", "commander", "admin"],
  "event.read": ["reviewer", "responder", "commander", "admin"],
  "health.read": ["viewer", "uploader", "reviewer", "responder", "commander", "admin"],
  "key.manage": ["admin"],
  "quarantine.set": ["responder", "commander", "admin"],
};

describe("who may do what", () => {
  test.each(rights.flatMap((right) => roles.map((role) => [role, right, EXPECTED[right].includes(role)] as const)))("%s, %s: %s", (role, right, allowed) => {
    expect(canRole(role, right)).toBe(allowed);
    expect(can(user(role), right)).toBe(allowed);
    expect(can(key(role), right)).toBe(allowed);
  });

  test("the table is complete: every role, no right twice, none that does not exist", () => {
    expect(Object.keys(rightsByRole).sort()).toEqual([...roles].sort());
    expect(Object.keys(EXPECTED).sort()).toEqual([...rights].sort());
    for (const role of roles) {
      expect(rights).toEqual(expect.arrayContaining([...rightsByRole[role]]));
      expect(new Set(rightsByRole[role]).size).toBe(rightsByRole[role].length);
    }
  });

  test("an admin and our own processes have every right", () => {
    expect([...rightsByRole.admin].sort()).toEqual([...rights].sort());
    for (const right of rights) expect(can(systemActor("image"), right)).toBe(true);
  });

  test.each<[Right, Role]>([
    ["asset.read", "viewer"],
    ["asset.upload", "uploader"],
    ["event.read", "reviewer"],
    ["degradation.set", "responder"],
    ["key.manage", "admin"],
  ])("the least role with %s is %s", (right, role) => {
    expect(leastRoleWith(right)).toBe(role);
  });
});

describe("nobody hands out more than they have", () => {
  test.each<[Role, readonly Role[]]>([
    ["viewer", ["viewer"]],
    ["uploader", ["viewer", "uploader"]],
    ["reviewer", ["viewer", "reviewer"]],
    ["responder", ["viewer", "uploader", "reviewer", "responder", "commander"]],
    ["commander", ["viewer", "uploader", "reviewer", "responder", "commander"]],
    ["admin", ["viewer", "uploader", "reviewer", "responder", "commander", "admin"]],
  ])("%s may hand out at most %j", (role, granted) => {
    expect(roles.filter((candidate) => canGrantRole(user(role), candidate))).toEqual(granted);
  });

  test("no chain of hand-outs ends with a right the first one lacked", () => {
    const role = fc.constantFrom(...roles);
    fc.assert(
      fc.property(role, fc.array(role, { maxLength: 6 }), (first, wanted) => {
        const last = wanted.reduce<Role>((holder, next) => (canGrantRole(key(holder), next) ? next : holder), first);
        for (const right of rightsByRole[last]) expect(canRole(first, right)).toBe(true);
      }),
    );
  });
});

test.each<[Actor, string]>([
  [user("viewer"), "user:usr_1"],
  [key("uploader"), "key:key_1"],
  [systemActor("image"), "system:image"],
])("rows remember %j as %s", (actor, ref) => {
  expect(toActorRef(actor)).toBe(ref);
});
