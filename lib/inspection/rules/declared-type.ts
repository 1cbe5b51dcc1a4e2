import type { DeclaredFile, SourceFormat } from "../model.ts";

/** Endings and types of each accepted format: the registered ones and those that browsers and cameras really send. */
const EXTENSIONS: Record<SourceFormat, readonly string[]> = {
  jpeg: ["jpg", "jpeg", "jpe", "jfif", "jif", "pjpeg", "pjp"],
  png: ["png", "apng"],
  webp: ["webp"],
  gif: ["gif"],
  avif: ["avif", "avifs"],
};
const TYPES: Record<SourceFormat, readonly string[]> = {
  jpeg: ["image/jpeg", "image/jpg", "image/pjpeg", "image/jfif"],
  png: ["image/png", "image/apng", "image/x-png", "image/vnd.mozilla.apng"],
  webp: ["image/webp", "image/x-webp"],
  gif: ["image/gif"],
  avif: ["image/avif", "image/avif-sequence"],
};

/** Types that say nothing: the uploader's program did not know. */
const GENERIC_TYPES = ["", "application/octet-stream", "binary/octet-stream", "application/binary", "application/unknown", "application/force-download", "image/*", "*/*"];

/** Endings that name another kind of file. Any other ending ("hero.final", "photo.v2") says nothing and passes. */
const OTHER_EXTENSIONS =
  /^(?:svgz?|html?|xhtml|xml|php\d?|phtml|phar|jsp|aspx?|cgi|p[ly]|rb|sh|bash|bat|cmd|ps1|vbs|[cm]?jsx?|tsx?|wasm|exe|dll|so|msi|com|scr|jar|apk|zip|rar|7z|gz|tgz|bz2|xz|tar|pdf|ps|eps|ai|docx?|xlsx?|pptx?|rtf|txt|csv|json|css|md|tiff?|bmp|heic|heif|hif|jxl|jp2|j2k|jpx|ico|cur|psd|psb|xcf|raw|dng|cr[23]|nef|arw|orf|rw2|raf|hdr|exr|tga|dds|qoi|mp4|m4v|mov|avi|mkv|webm|mp3|wav|ogg|flac)$/;

const NAMES: Record<SourceFormat, string> = { jpeg: "a JPEG", png: "a PNG", webp: "a WebP", gif: "a GIF", avif: "an AVIF" };

/** "a PNG", "an AVIF": a format in a sentence. */
export const formatName = (format: SourceFormat): string => NAMES[format];

/** The ending of a file name in lower case without its dot; "" when there is none ("hero", ".htaccess"). */
export function getExtension(name: string): string {
  // No file system has longer names, and the pattern below takes the square of the length.
  const end = name.slice(-255);
  const base = end.slice(Math.max(end.lastIndexOf("/"), end.lastIndexOf("\\")) + 1).replace(/[.\s]+$/, "");
  const dot = base.lastIndexOf(".");
  return dot <= 0 ? "" : base.slice(dot + 1).toLowerCase();
}

/**
 * A sentence when the file's name or declared type disagrees with its content, else null.
 * A missing or generic type and a missing or unknown ending agree with everything.
 */
export function findTypeMismatch(format: SourceFormat, declared: DeclaredFile): string | null {
  const really = `the file really is ${formatName(format)}`;
  const extension = getExtension(declared.name);
  const isOther = OTHER_EXTENSIONS.test(extension) || Object.entries(EXTENSIONS).some(([key, endings]) => key !== format && endings.includes(extension));
  if (isOther) return `The name ends in .${extension}, but ${really}. Rename it to end in .${EXTENSIONS[format][0] ?? format}, or export it again.`;
  const type = (declared.type ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  if (GENERIC_TYPES.includes(type) || TYPES[format].includes(type)) return null;
  return `It was sent as ${type.slice(0, 80)}, but ${really}.`;
}
