import type { Reason, ReasonCode, SourceFormat, WalkFacts } from "../model.ts";

/** What a walk found. `known` says that the file names a picture's dimensions, so `facts` mean something. */
export type WalkResult = { readonly facts: WalkFacts; readonly known: boolean; readonly findings: readonly Reason[] };

/** The notebook of one walk: facts filled in on the way, and each reason code once. */
export class WalkLog {
  readonly facts: WalkFacts;
  readonly findings: Reason[] = [];

  constructor(format: SourceFormat) {
    this.facts = {
      format,
      width: 0,
      height: 0,
      frames: 0,
      bitDepth: 0,
      channels: 0,
      hasAlpha: false,
      progressive: false,
      scans: 0,
      animated: false,
      metadataBytes: 0,
      metadataChunks: 0,
      compressedMetadataBytes: 0,
      compressedMetadataChunks: 0,
      trailingBytes: 0,
      extraImages: 0,
      gainMap: false,
      orientation: 1,
      coding: "sequential",
      samplesPerPixel: 0,
      decodePixels: 0,
    };
  }

  /** Notes a reason; a second one of the same code would add nothing a person can use. */
  add(code: ReasonCode, detail: string): void {
    if (!this.findings.some((finding) => finding.code === code)) this.findings.push({ code, detail });
  }

  metadata(sizeBytes: number): void {
    this.facts.metadataBytes += sizeBytes;
    this.facts.metadataChunks += 1;
  }

  result(): WalkResult {
    return { facts: this.facts, known: this.facts.width > 0 && this.facts.height > 0, findings: this.findings };
  }
}
