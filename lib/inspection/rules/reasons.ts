import type { Outcome, ReasonCode } from "../model.ts";

type ReasonText = {
  readonly outcome: Outcome;
  /** Answer to the upload when this is the first reason and the outcome is `refused`, else null: the upload itself went well. */
  readonly httpStatus: 400 | 413 | 415 | null;
  /** What happened, for a person who knows nothing of file formats. */
  readonly title: string;
  /** What to do about it. */
  readonly advice: string;
};

const refused = (httpStatus: 400 | 413 | 415, title: string, advice: string): ReasonText => ({ outcome: "refused", httpStatus, title, advice });
const failed = (title: string, advice: string): ReasonText => ({ outcome: "failed", httpStatus: null, title, advice });
const quarantined = (title: string, advice: string): ReasonText => ({ outcome: "quarantined", httpStatus: null, title, advice });

const EXPORT_AGAIN = "Open the picture in an image editor, export it again as JPEG or PNG, and upload the new file.";
const REVIEW = "Nobody sees it until a reviewer has looked at it. If you trust the picture, export it again as JPEG or PNG and upload the new file.";

/**
 * One sentence and one piece of advice for each reason code. Refused: nothing is kept. Failed: kept, can never be rendered.
 * Quarantined: kept as evidence, because no ordinary program writes such a file.
 */
export const reasonTexts: Record<ReasonCode, ReasonText> = {
  "empty-file": refused(400, "The file is empty.", "Check the file on your computer and upload it again."),
  "file-too-large": refused(413, "The file is too large.", "Export the picture at a lower quality or smaller size and upload the new file."),
  "not-an-image": refused(415, "This is not a picture.", "Upload a JPEG, PNG, WebP, GIF or AVIF file."),
  "format-not-allowed": refused(415, "We do not accept this kind of file.", "Export as JPEG or PNG and upload that."),
  "type-mismatch": refused(415, "The file is not what its name or type says.", "Give the file the ending that fits its content, or export it again as JPEG or PNG."),
  "unsupported-coding": refused(415, "The picture uses a rare way of coding that browsers do not show.", EXPORT_AGAIN),
  "too-many-pixels": refused(413, "The picture has too many pixels.", "Make the picture smaller (2,560 pixels wide is all the shop ever shows) and upload it again."),
  "too-much-decode-memory": refused(413, "The picture would need too much memory to open.", "Export it as an ordinary (not progressive or interlaced) JPEG or PNG, or make it smaller."),
  "too-many-frames": refused(413, "The animation has too many frames.", "Shorten the animation or lower its frame rate."),
  "too-many-frame-pixels": refused(413, "The animation is too large.", "Make the animation smaller or shorter."),
  "too-much-metadata": refused(413, "The file carries too much information beside the picture.", "Export the picture without metadata (in Photoshop: Export As, Metadata: None)."),
  "trailing-data": refused(415, "The file goes on after the picture ends.", `${EXPORT_AGAIN} Motion photos: share the still picture only.`),
  truncated: failed("The file stops before the picture is complete.", "Check that the picture opens on your computer, then upload it again."),
  "corrupt-structure": failed("The file is damaged.", "Check that the picture opens on your computer, or export it again, then upload it."),
  "embedded-foreign-content": quarantined("The file hides something that is not a picture, such as a program, a web page or an archive.", REVIEW),
  "decompression-bomb": quarantined("The file is tiny but unfolds into an enormous picture.", REVIEW),
  "too-many-scans": quarantined("The picture is cut into so many passes that opening it would block a worker.", REVIEW),
  "too-much-compressed-metadata": quarantined("The file carries packed text that could unfold to an enormous size.", REVIEW),
  "too-many-metadata-chunks": quarantined("The file carries an unusual number of notes beside the picture.", REVIEW),
  "too-many-parts": quarantined("The file is cut into an unusual number of parts.", REVIEW),
};

// Evidence first: a file with a program inside is held as such, whatever else is wrong with it.
const severity: Record<Outcome, number> = { quarantined: 0, refused: 1, failed: 2 };

/** Orders codes by how serious their outcome is; equal ones keep their order. */
export function compareSeverity(left: ReasonCode, right: ReasonCode): number {
  return severity[reasonTexts[left].outcome] - severity[reasonTexts[right].outcome];
}
