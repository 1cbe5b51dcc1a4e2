import { surfaces, type Surface } from "#lib/assets/model.ts";
import { type DegradationLevel, type Levers, type Override, type Scope, type ScopeState, scopes } from "../model.ts";

/** The override in force for a scope. Expiry is decided here, by whoever reads, so that it needs nobody else to be up. */
export function findOverride(levers: Levers, scope: Scope, at: Date): Override | null {
  return levers.overrides.find((override) => override.scope === scope && Date.parse(override.expiresAt) > at.getTime()) ?? null;
}

function levelOf(levers: Levers, scope: Scope, at: Date): DegradationLevel {
  return findOverride(levers, scope, at)?.level ?? 0;
}

const higher = (left: DegradationLevel, right: DegradationLevel): DegradationLevel => (left > right ? left : right);

const isSurface = (name: string | null): name is Surface => surfaces.some((surface) => surface === name);

/**
 * The level a request is answered at: the higher of the shop's and its surface's; a protected surface has only its own.
 * @param surface as named in the URL or taken from the asset; an unknown name has no level of its own
 */
export function effectiveLevel(levers: Levers, surface: string | null, at: Date): DegradationLevel {
  const shop = levelOf(levers, "delivery", at);
  if (!isSurface(surface)) return shop;
  const own = levelOf(levers, `delivery:${surface}`, at);
  return levers.protectedSurfaces.includes(surface) ? own : higher(shop, own);
}

/** The level new work is rendered at. */
export function renderingLevel(levers: Levers, at: Date): DegradationLevel {
  return levelOf(levers, "rendering", at);
}

/** Every scope with who, why and until when, for people. Automation decides nothing yet, so its level is 0. */
export function describeScopes(levers: Levers, at: Date): ScopeState[] {
  return scopes.map((scope) => {
    const override = findOverride(levers, scope, at);
    return override === null
      ? { scope, level: 0, source: "automatic", automaticLevel: 0, reason: null, by: null, since: null, expiresAt: null }
      : { scope, level: override.level, source: "manual", automaticLevel: 0, reason: override.reason, by: override.by, since: override.since, expiresAt: override.expiresAt };
  });
}

/** The levers after a change: overrides of the same scopes are replaced, expired ones dropped. */
export function withOverrides(levers: Levers, changed: readonly Scope[], overrides: readonly Override[], at: Date): Levers {
  const kept = levers.overrides.filter((override) => !changed.includes(override.scope) && Date.parse(override.expiresAt) > at.getTime());
  return { ...levers, revision: levers.revision + 1, writtenAt: at.toISOString(), overrides: [...kept, ...overrides] };
}
