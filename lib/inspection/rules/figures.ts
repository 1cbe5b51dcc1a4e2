/** 65000 → "65,000". */
export function formatCount(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** Bytes in the unit a person would choose: "812 bytes", "4.2 KB", "47.1 MB" (decimal, as file managers show). */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return bytes === 1 ? "1 byte" : `${formatCount(bytes)} bytes`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} KB`;
  return `${(bytes / 1_000_000).toLocaleString("en-US", { maximumFractionDigits: 1 })} MB`;
}

/** Pixels in megapixels: "268 megapixels", "0.3 megapixels". */
export function formatPixels(pixels: number): string {
  const megapixels = pixels / 1_000_000;
  const digits = megapixels < 10 ? 1 : 0;
  return `${megapixels.toLocaleString("en-US", { maximumFractionDigits: digits })} megapixels`;
}
