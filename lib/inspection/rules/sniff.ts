import type { SourceFormat } from "../model.ts";
import { hasText } from "./bytes.ts";
import { sniffForeign } from "./sniff-foreign.ts";
import type { ForeignFamily } from "./sniff-foreign.ts";

/** What the first bytes say a file is. */
export type Sniffed =
  | { readonly kind: "empty" }
  | { readonly kind: "allowed"; readonly format: SourceFormat }
  | { readonly kind: "other-image"; readonly name: string }
  | { readonly kind: "foreign"; readonly family: ForeignFamily; readonly name: string }
  | { readonly kind: "unknown" };

/** Head bytes that `sniff` wants; fewer will do (64 settle every picture format, the rest is for markup behind comments). */
export const SNIFF_BYTES = 4096;

const HEIF_BRANDS = ["heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "mif1", "mif2", "msf1", "avci", "avcs", "jpeg", "jpgs", "j2ki", "vvic"];

// Magic numbers as each format's specification gives them; sorted from long to short so that none hides another.
const OTHER_IMAGES: readonly (readonly [offset: number, magic: string, name: string])[] = [
  [0, "\x00\x00\x00\x0cJXL \r\n\x87\n", "JPEG XL"],
  [0, "\x00\x00\x00\x0cjP  \r\n\x87\n", "JPEG 2000"],
  [0, "gimp xcf", "GIMP"],
  [0, "\x8aMNG", "MNG"],
  [0, "\x8bJNG", "JNG"],
  [0, "II*\x00", "TIFF or camera raw"],
  [0, "MM\x00*", "TIFF or camera raw"],
  [0, "II+\x00", "TIFF"],
  [0, "MM\x00+", "TIFF"],
  [0, "II\xbc\x01", "JPEG XR"],
  [0, "IIRO", "camera raw"],
  [0, "IIU\x00", "camera raw"],
  [0, "FUJIFILMCCD-RAW", "camera raw"],
  [0, "8BPS", "Photoshop"],
  [0, "\xff\x4f\xff\x51", "JPEG 2000"],
  [0, "\x76\x2f\x31\x01", "OpenEXR"],
  [0, "#?RADIANCE", "Radiance HDR"],
  [0, "#?RGBE", "Radiance HDR"],
  [0, "qoif", "QOI"],
  [0, "DDS ", "DDS"],
  [0, "FLIF", "FLIF"],
  [0, "BPG\xfb", "BPG"],
  [0, "SIMPLE  =", "FITS"],
  [0, "\xb6\xa6\xf2\x08", "libvips"],
  [0, "\x08\xf2\xa6\xb6", "libvips"],
  [0, "\x00\x00\x01\x00", "icon (ICO)"],
  [0, "\x00\x00\x02\x00", "cursor (CUR)"],
  [0, "\xd7\xcd\xc6\x9a", "Windows metafile"],
  [40, " EMF", "Windows metafile"],
  [0, "\xff\x0a", "JPEG XL"],
];

/**
 * Tells from a file's first bytes what it is; content decides, never the name.
 * @param head the first bytes of the file, SNIFF_BYTES or fewer
 */
export function sniff(head: Uint8Array): Sniffed {
  if (head.length === 0) return { kind: "empty" };
  const format = sniffAllowed(head);
  if (format !== null) return { kind: "allowed", format };
  const name = sniffOtherImage(head);
  if (name !== null) return { kind: "other-image", name };
  const foreign = sniffForeign(head);
  return foreign === null ? { kind: "unknown" } : { kind: "foreign", ...foreign };
}

function sniffAllowed(head: Uint8Array): SourceFormat | null {
  if (hasText(head, 0, "\xff\xd8\xff")) return "jpeg";
  if (hasText(head, 0, "\x89PNG")) return "png";
  if (hasText(head, 0, "GIF87a") || hasText(head, 0, "GIF89a")) return "gif";
  if (hasText(head, 0, "RIFF") && hasText(head, 8, "WEBP")) return "webp";
  const brands = readBrands(head);
  return brands.includes("avif") || brands.includes("avis") ? "avif" : null;
}

function sniffOtherImage(head: Uint8Array): string | null {
  const known = OTHER_IMAGES.find(([offset, magic]) => hasText(head, offset, magic));
  if (known !== undefined) return known[2];
  const brands = readBrands(head);
  if (brands.some((brand) => HEIF_BRANDS.includes(brand))) return "HEIC";
  if (brands.includes("crx ")) return "camera raw";
  // BM alone begins many words: a bitmap also has zero reserved bytes and one of the known header sizes.
  if (hasText(head, 0, "BM") && hasText(head, 6, "\0\0\0\0") && [12, 40, 52, 56, 64, 108, 124].includes(head[14] ?? 0)) return "BMP";
  if (head[0] === 0x50 && (head[1] ?? 0) >= 0x31 && (head[1] ?? 0) <= 0x37 && /\s/.test(String.fromCharCode(head[2] ?? 0))) return "PNM";
  return null;
}

/** Major and compatible brands of an ISO base media file (at most 32), or none. */
export function readBrands(head: Uint8Array): readonly string[] {
  if (!hasText(head, 4, "ftyp")) return [];
  const boxBytes = ((head[0] ?? 0) << 24) | ((head[1] ?? 0) << 16) | ((head[2] ?? 0) << 8) | (head[3] ?? 0);
  const end = Math.min(head.length, boxBytes, 16 + 32 * 4);
  const brands: string[] = [];
  // Offset 12 is the minor version, which no one may read as a brand.
  for (let at = 8; at + 4 <= end; at += at === 8 ? 8 : 4) brands.push(String.fromCharCode(...head.subarray(at, at + 4)));
  return brands;
}
