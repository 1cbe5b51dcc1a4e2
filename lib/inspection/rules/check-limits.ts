import type { InspectionFacts, InspectionLimits, Reason, ReasonCode } from "../model.ts";
import { formatBytes, formatCount, formatPixels } from "./figures.ts";

type Check = { readonly code: ReasonCode; readonly exceeded: boolean; readonly detail: string };

/**
 * Every limit that a picture's structure exceeds, each with its figures.
 * @param sizeBytes size of the file
 */
export function checkLimits(facts: InspectionFacts, sizeBytes: number, limits: InspectionLimits): readonly Reason[] {
  return [...pictureChecks(facts, limits), ...memoryChecks(facts, sizeBytes, limits), ...metadataChecks(facts, limits)]
    .filter((check) => check.exceeded)
    .map(({ code, detail }) => ({ code, detail }));
}

function pictureChecks(facts: InspectionFacts, limits: InspectionLimits): readonly Check[] {
  const { width, height, frames, scans } = facts;
  const pixels = Math.max(width * height, facts.decodePixels);
  const maxPixels = facts.format === "avif" ? limits.maxAvifPixels : limits.maxPixels;
  const size = `${formatCount(width)} × ${formatCount(height)} pixels`;
  const hidden = pixels > width * height ? `, and the picture inside has ${formatPixels(pixels)}` : "";
  return [
    {
      code: "too-many-pixels",
      exceeded: pixels > maxPixels,
      detail: `The file says ${size}${hidden}; the limit is ${formatPixels(maxPixels)}${facts.format === "avif" ? " for AVIF" : ""}.`,
    },
    {
      code: "too-many-frames",
      exceeded: frames > limits.maxFrames,
      detail: `The animation has ${formatCount(frames)} frames; the limit is ${formatCount(limits.maxFrames)}.`,
    },
    {
      code: "too-many-frame-pixels",
      exceeded: frames > 1 && pixels * frames > limits.maxFramePixels,
      detail: `${formatCount(frames)} frames of ${size} make ${formatPixels(pixels * frames)}; the limit is ${formatPixels(limits.maxFramePixels)}.`,
    },
    {
      code: "too-many-scans",
      exceeded: facts.format === "jpeg" && scans > limits.maxJpegScans,
      detail: `The picture is sent in ${formatCount(scans)} passes; ordinary ones have 1 to 20 and the limit is ${formatCount(limits.maxJpegScans)}.`,
    },
  ];
}

function memoryChecks(facts: InspectionFacts, sizeBytes: number, limits: InspectionLimits): readonly Check[] {
  const frameBytes = Math.max(facts.width * facts.height, facts.decodePixels) * Math.max(facts.channels, 3);
  return [
    {
      code: "too-much-decode-memory",
      exceeded: facts.estimatedDecodeBytes > limits.maxDecodeBytes,
      detail: `Opening it would take about ${formatBytes(facts.estimatedDecodeBytes)} of memory; the limit is ${formatBytes(limits.maxDecodeBytes)}.`,
    },
    {
      code: "decompression-bomb",
      exceeded: frameBytes > limits.expansionFreeBytes && frameBytes > sizeBytes * limits.maxExpansionRatio,
      detail: `${formatBytes(sizeBytes)} unfold to ${formatBytes(frameBytes)}, ${formatCount(frameBytes / sizeBytes)} times as much; the limit is ${formatCount(limits.maxExpansionRatio)} times.`,
    },
  ];
}

function metadataChecks(facts: InspectionFacts, limits: InspectionLimits): readonly Check[] {
  return [
    {
      code: "too-much-metadata",
      exceeded: facts.metadataBytes > limits.maxMetadataBytes,
      detail: `The file carries ${formatBytes(facts.metadataBytes)} beside the picture; the limit is ${formatBytes(limits.maxMetadataBytes)}.`,
    },
    {
      code: "too-much-compressed-metadata",
      exceeded: facts.compressedMetadataBytes > limits.maxCompressedMetadataBytes,
      detail: `The file carries ${formatBytes(facts.compressedMetadataBytes)} of packed text or profiles; the limit is ${formatBytes(limits.maxCompressedMetadataBytes)}.`,
    },
    {
      code: "too-many-metadata-chunks",
      exceeded: facts.metadataChunks > limits.maxMetadataChunks || facts.compressedMetadataChunks > limits.maxCompressedMetadataChunks,
      detail: `The file carries ${formatCount(facts.metadataChunks)} pieces of metadata, ${formatCount(facts.compressedMetadataChunks)} of them packed; the limits are ${formatCount(limits.maxMetadataChunks)} and ${formatCount(limits.maxCompressedMetadataChunks)}.`,
    },
  ];
}
