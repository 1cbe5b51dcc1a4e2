import type { Priority } from "#lib/assets/model.ts";
import type { InspectionFacts, InspectionLimits } from "#lib/inspection/model.ts";
import { chooseLane } from "#lib/inspection/rules/choose-lane.ts";
import type { Pool } from "../model.ts";

/** A web-sized picture renders in well under a second; a camera's full size does not. */
const SMALL_PIXELS = 3_000_000;
const SMALL_BYTES = 2 * 1024 * 1024;

/**
 * Which pool renders an asset. Urgent goes where the queue is shortest, unless it is a monster: then it may hold up
 * ordinary uploads, as whoever called it urgent asked for, but never the small ones.
 */
export function choosePool(facts: InspectionFacts, sizeBytes: number, priority: Priority, limits: InspectionLimits): Pool {
  const isMonster = chooseLane(facts, sizeBytes, limits) === "bulk";
  if (priority === "urgent") return isMonster ? "standard" : "interactive";
  if (priority === "bulk" || isMonster) return "bulk";
  return facts.width * facts.height <= SMALL_PIXELS && sizeBytes <= SMALL_BYTES ? "interactive" : "standard";
}
