import type { InspectionFacts, InspectionLimits, Lane } from "../model.ts";

/**
 * Which pool renders the picture. `bulk` takes whatever could crowd out ordinary uploads: a large part of a child's memory
 * (progressive and interlaced giants reach it soonest), very many pixels, long animations, very large files.
 * @param sizeBytes size of the file
 */
export function chooseLane(facts: InspectionFacts, sizeBytes: number, limits: InspectionLimits): Lane {
  const pixels = facts.width * facts.height;
  const isBulk =
    facts.estimatedDecodeBytes >= limits.bulkDecodeBytes ||
    pixels >= limits.bulkPixels ||
    pixels * facts.frames >= limits.bulkFramePixels ||
    sizeBytes >= limits.bulkBytes;
  return isBulk ? "bulk" : "standard";
}
