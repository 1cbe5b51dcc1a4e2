import sharp from "sharp";

export type FilePayload = { readonly name: string; readonly mimeType: string; readonly buffer: Buffer };

/** A JPEG with something to see in it. @param seed makes each one a different file */
export async function makeJpeg(name: string, size: { width: number; height: number }, seed = 1): Promise<FilePayload> {
  const { width, height } = size;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="hsl(${(seed * 67) % 360} 45% 40%)"/><circle cx="60%" cy="40%" r="25%" fill="hsl(${(seed * 131) % 360} 70% 75%)"/></svg>`;
  return { name, mimeType: "image/jpeg", buffer: await sharp(Buffer.from(svg)).jpeg({ quality: 88 }).toBuffer() };
}

/** Words under a picture's name. */
export function makeTextNamedJpeg(name: string): FilePayload {
  return { name, mimeType: "image/jpeg", buffer: Buffer.from("Two roads diverged in a yellow wood\n".repeat(40)) };
}
