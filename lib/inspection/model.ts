import { z } from "zod";

/** The formats we accept; everything else is refused by name (IMAGE-FACTS.md, "Allow-list the loaders"). */
export const sourceFormats = ["jpeg", "png", "webp", "gif", "avif"] as const;
export type SourceFormat = (typeof sourceFormats)[number];

/**
 * How the decoder must hold the picture: `sequential` in strips, `buffered` whole
 * (progressive or several-scan JPEG, Adam7 PNG, lossless WebP, every GIF, AVIF and animation).
 */
export const codings = ["sequential", "buffered"] as const;

export const walkFactsSchema = z.object({
  format: z.enum(sourceFormats),
  /** Pixels as stored, before orientation is applied (AVIF: after its own irot). */
  width: z.number().int().nonnegative(),
  height: z.number().int().nonnegative(),
  frames: z.number().int().nonnegative(),
  /** Bits per channel as stored; a palette image says the size of its index. */
  bitDepth: z.number().int().nonnegative(),
  /** Channels of the decoded picture, alpha included. */
  channels: z.number().int().nonnegative(),
  hasAlpha: z.boolean(),
  /** Progressive JPEG or interlaced PNG/GIF. */
  progressive: z.boolean(),
  scans: z.number().int().nonnegative(),
  animated: z.boolean(),
  metadataBytes: z.number().int().nonnegative(),
  metadataChunks: z.number().int().nonnegative(),
  compressedMetadataBytes: z.number().int().nonnegative(),
  compressedMetadataChunks: z.number().int().nonnegative(),
  /** Bytes behind the end of the picture, allowed further images included. */
  trailingBytes: z.number().int().nonnegative(),
  /** Further complete JPEG pictures behind the first (phone MPF, gain map). */
  extraImages: z.number().int().nonnegative(),
  gainMap: z.boolean(),
  /** EXIF orientation 1..8; 1 when absent or invalid. */
  orientation: z.number().int().min(1).max(8),
  coding: z.enum(codings),
  /** Stored samples per pixel: 1.5 for 4:2:0 JPEG, 3 for 4:4:4; else the channels. */
  samplesPerPixel: z.number().nonnegative(),
  /** Pixels of the largest picture that a decoder may be made to hold; ≥ width × height when the parts disagree. */
  decodePixels: z.number().nonnegative(),
});
/** What a structural walk can tell without decoding. After a broken walk: as far as it came. */
export type WalkFacts = z.infer<typeof walkFactsSchema>;

export const inspectionFactsSchema = walkFactsSchema.extend({ estimatedDecodeBytes: z.number().nonnegative() });
export type InspectionFacts = z.infer<typeof inspectionFactsSchema>;

export const outcomes = ["refused", "quarantined", "failed"] as const;
export type Outcome = (typeof outcomes)[number];

export const reasonCodes = [
  "empty-file",
  "file-too-large",
  "not-an-image",
  "format-not-allowed",
  "type-mismatch",
  "unsupported-coding",
  "too-many-pixels",
  "too-much-decode-memory",
  "too-many-frames",
  "too-many-frame-pixels",
  "too-much-metadata",
  "trailing-data",
  "truncated",
  "corrupt-structure",
  "embedded-foreign-content",
  "decompression-bomb",
  "too-many-scans",
  "too-much-compressed-metadata",
  "too-many-metadata-chunks",
  "too-many-parts",
] as const;
export type ReasonCode = (typeof reasonCodes)[number];

export const reasonSchema = z.object({ code: z.enum(reasonCodes), detail: z.string() });
/** Why a file was not accepted; `detail` is a sentence with this file's figures. */
export type Reason = z.infer<typeof reasonSchema>;

const unaccepted = <Verdict extends Outcome>(verdict: Verdict) =>
  z.object({ verdict: z.literal(verdict), facts: inspectionFactsSchema.nullable(), reasons: z.array(reasonSchema).min(1) });
export const inspectionSchema = z.discriminatedUnion("verdict", [
  z.object({ verdict: z.literal("accepted"), facts: inspectionFactsSchema, reasons: z.tuple([]) }),
  unaccepted("refused"),
  unaccepted("quarantined"),
  unaccepted("failed"),
]);
/** Reasons stand most serious first; `facts` of a file that was not accepted go as far as the walk came, null when no picture was found. */
export type Inspection = z.infer<typeof inspectionSchema>;

/** What the uploader said about the file. */
export type DeclaredFile = { readonly name: string; readonly type?: string | undefined };

const MIB = 1024 * 1024;
const count = (fallback: number) => z.number().int().positive().default(fallback);

/** Limits of the inspection, all settings. Sources: DESIGN.md §3 "Inspect" and IMAGE-FACTS.md, unless said otherwise. */
export const inspectionLimitsSchema = z.object({
  maxBytes: count(100 * MIB),
  maxPixels: count(268_000_000),
  maxAvifPixels: count(12_000_000),
  maxFrames: count(300),
  /** Canvas pixels × frames, since the decoder paints the whole canvas for each frame. */
  maxFramePixels: count(500_000_000),
  maxJpegScans: count(100),
  /** 90 chunks of 45 KB each took 15 s (3.7 s a MB): 1 MiB keeps the worst case under the render deadline. */
  maxCompressedMetadataBytes: count(MIB),
  /** ImageMagick writes up to 8 compressed profiles; 32 is four times that. */
  maxCompressedMetadataChunks: count(32),
  /** Phones stay under 2 MB, Photoshop under 8 MB of metadata. */
  maxMetadataBytes: count(16 * MIB),
  maxMetadataChunks: count(1000),
  /** Segments, chunks, frames or boxes: a 100 MB PNG in 8 KB IDATs has 12,800. Bounds the walk itself. */
  maxParts: count(200_000),
  /** The child's data cap above what Node itself reserves. */
  maxDecodeBytes: count(512 * MIB),
  /** Decoded bytes of one frame per byte of file. PNG cannot pass 1,032, JPEG 1,536; a 38-byte WebP reached 5,000,000. */
  maxExpansionRatio: count(20_000),
  /** Below this a picture may expand as it likes (a flat colour is small in every format). */
  expansionFreeBytes: count(64 * MIB),
  bulkDecodeBytes: count(128 * MIB),
  bulkPixels: count(50_000_000),
  bulkFramePixels: count(100_000_000),
  bulkBytes: count(32 * MIB),
});
export type InspectionLimits = z.infer<typeof inspectionLimitsSchema>;
export const defaultInspectionLimits: InspectionLimits = inspectionLimitsSchema.parse({});

export const lanes = ["standard", "bulk"] as const;
export type Lane = (typeof lanes)[number];
