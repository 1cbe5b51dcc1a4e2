import { expect, test } from "vitest";
import { type InspectionFacts, defaultInspectionLimits } from "#lib/inspection/model.ts";
import { estimateDecodeBytes } from "#lib/inspection/rules/estimate-decode-bytes.ts";
import { choosePool } from "#lib/queues/rules/choose-pool.ts";

const MB = 1024 * 1024;

function facts(width: number, height: number, sizeBytes: number, progressive = false): InspectionFacts {
  const walked = {
    format: "jpeg", width, height, frames: 1, bitDepth: 8, channels: 3, hasAlpha: false, progressive, scans: progressive ? 10 : 1, animated: false,
    metadataBytes: 0, metadataChunks: 0, compressedMetadataBytes: 0, compressedMetadataChunks: 0, trailingBytes: 0, extraImages: 0, gainMap: false,
    orientation: 1, coding: progressive ? "buffered" : "sequential", samplesPerPixel: 1.5, decodePixels: width * height,
  } as const;
  return { ...walked, estimatedDecodeBytes: estimateDecodeBytes(walked, sizeBytes) };
}

const web = { facts: facts(1600, 1200, MB), bytes: MB };
const camera = { facts: facts(6000, 4000, 9 * MB), bytes: 9 * MB };
const monster = { facts: facts(16_000, 12_000, 47 * MB), bytes: 47 * MB };
const progressiveMonster = { facts: facts(12_000, 9_000, 30 * MB, true), bytes: 30 * MB };

test.each([
  ["a web picture", web, "normal", "interactive"],
  ["a camera's picture", camera, "normal", "standard"],
  ["the 47 MB hero", monster, "normal", "bulk"],
  ["a progressive giant of fewer bytes", progressiveMonster, "normal", "bulk"],
  ["a web picture of a batch", web, "bulk", "bulk"],
  ["an urgent camera picture", camera, "urgent", "interactive"],
  ["an urgent monster: never where the small ones are", monster, "urgent", "standard"],
] as const)("%s (%#)", (_what, picture, priority, pool) => {
  expect(choosePool(picture.facts, picture.bytes, priority, defaultInspectionLimits)).toBe(pool);
});
