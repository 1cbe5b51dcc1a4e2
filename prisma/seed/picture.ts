import sharp from "sharp";

/** A pseudo-random sequence from a seed, each number in [0, 1). Source: mulberry32 */
export function makeRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const sceneKinds = ["coast", "hills", "vase", "lamp", "chair", "cups", "fabric"] as const;
export type SceneKind = (typeof sceneKinds)[number];

export type Picture = { readonly seed: number; readonly kind: SceneKind; readonly width: number; readonly height: number; readonly format: "jpeg" | "png" };

type Palette = { readonly back: string; readonly floor: string; readonly main: string; readonly dark: string; readonly light: string };

const PALETTES: readonly Palette[] = [
  { back: "#e8ddd0", floor: "#c9b49c", main: "#a4573a", dark: "#3d2b26", light: "#f6efe6" },
  { back: "#d5dfe3", floor: "#9fb3ba", main: "#2f5d6e", dark: "#1d2f38", light: "#f0f5f6" },
  { back: "#e6e3d3", floor: "#b8b58f", main: "#6d7a3c", dark: "#2e3420", light: "#f7f6ec" },
  { back: "#ead9d7", floor: "#c8a3a0", main: "#8c3f4d", dark: "#3a1f2a", light: "#faf0ef" },
  { back: "#d9d6e4", floor: "#a7a1bf", main: "#514a83", dark: "#26233f", light: "#f3f1f8" },
  { back: "#2c3138", floor: "#1e2227", main: "#d09a4e", dark: "#101215", light: "#f2d9a8" },
];

const numbers = (random: () => number, count: number, low: number, high: number): readonly number[] => Array.from({ length: count }, () => low + random() * (high - low));

function ridge(random: () => number, base: number, height: number): string {
  const points = numbers(random, 9, 0, height).map((rise, index) => `${(index * 1000) / 8},${base - rise}`);
  return `M0,760 L0,${base} ${points.map((point) => `L${point}`).join(" ")} L1000,760 Z`;
}

const shadow = (x: number, y: number, rx: number): string => `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${rx * 0.16}" fill="#000" opacity=".28" filter="url(#soft)"/>`;

const scenes: Readonly<Record<SceneKind, (random: () => number, palette: Palette) => string>> = {
  coast: (random, palette) => `<circle cx="${300 + random() * 400}" cy="230" r="70" fill="${palette.light}" opacity=".9"/><path d="${ridge(random, 420, 130)}" fill="${palette.floor}"/><rect y="430" width="1000" height="330" fill="url(#main)"/>${numbers(random, 26, 440, 740).map((y) => `<rect x="${random() * 900}" y="${y}" width="${60 + random() * 220}" height="2.5" fill="${palette.light}" opacity=".35"/>`).join("")}`,
  hills: (random, palette) => [330, 430, 540].map((base, index) => `<path d="${ridge(random, base, 150)}" fill="${[palette.floor, palette.main, palette.dark][index]}" opacity="${0.75 + index * 0.1}"/>`).join(""),
  vase: (random, palette) => `${shadow(500, 640, 170)}<path d="M430,260 C430,330 360,380 360,500 C360,610 430,640 500,640 C570,640 640,610 640,500 C640,380 570,330 570,260 Z" fill="url(#main)"/><ellipse cx="500" cy="260" rx="70" ry="16" fill="${palette.dark}"/>${numbers(random, 6, 380, 620).map((x) => `<path d="M500,262 Q${x},180 ${x + 20 - random() * 40},${70 + random() * 70}" stroke="${palette.dark}" stroke-width="4" fill="none"/><circle cx="${x}" cy="${80 + random() * 60}" r="${16 + random() * 14}" fill="${palette.light}"/>`).join("")}`,
  lamp: (random, palette) => `${shadow(500, 660, 150)}<rect x="492" y="330" width="16" height="310" fill="${palette.dark}"/><ellipse cx="500" cy="650" rx="110" ry="22" fill="${palette.dark}"/><path d="M${390 - random() * 30},340 L440,160 L560,160 L${610 + random() * 30},340 Z" fill="url(#main)"/><ellipse cx="500" cy="430" rx="330" ry="250" fill="${palette.light}" opacity=".16" filter="url(#soft)"/>`,
  chair: (random, palette) => `${shadow(500, 670, 220)}<rect x="340" y="430" width="320" height="60" rx="18" fill="url(#main)"/><path d="M350,440 L${330 - random() * 20},180 Q500,140 ${670 + random() * 20},180 L650,440 Z" fill="${palette.main}" opacity=".92"/>${[360, 430, 560, 630].map((x) => `<rect x="${x}" y="488" width="14" height="180" fill="${palette.dark}"/>`).join("")}`,
  cups: (random, palette) => [300, 500, 700].map((x, index) => `${shadow(x, 640, 90)}<path d="M${x - 78},${400 + random() * 40} L${x - 58},640 L${x + 58},640 L${x + 78},410 Z" fill="${[palette.main, palette.light, palette.dark][index]}"/><ellipse cx="${x}" cy="412" rx="78" ry="18" fill="${palette.dark}" opacity=".5"/>`).join(""),
  fabric: (random, palette) => numbers(random, 26, -100, 1000).map((x) => `<path d="M${x},0 C${x + 120},250 ${x - 140},500 ${x + 80},760" stroke="${random() > 0.5 ? palette.main : palette.dark}" stroke-width="${14 + random() * 36}" fill="none" opacity=".55"/>`).join(""),
};

/** One scene as SVG, 1000 × 760 units. */
function drawScene(picture: Picture): string {
  const random = makeRandom(picture.seed);
  const palette = PALETTES[Math.floor(random() * PALETTES.length)] ?? PALETTES[0];
  if (palette === undefined) throw new Error("no palette");
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${picture.width}" height="${picture.height}" viewBox="0 0 1000 760" preserveAspectRatio="xMidYMid slice">
<defs><linearGradient id="back" x2="0" y2="1"><stop stop-color="${palette.light}"/><stop offset="1" stop-color="${palette.back}"/></linearGradient>
<linearGradient id="main" x2="1" y2=".6"><stop stop-color="${palette.main}"/><stop offset=".45" stop-color="${palette.main}" stop-opacity=".86"/><stop offset="1" stop-color="${palette.dark}"/></linearGradient>
<filter id="soft"><feGaussianBlur stdDeviation="14"/></filter></defs>
<rect width="1000" height="760" fill="url(#back)"/><rect y="560" width="1000" height="200" fill="${palette.floor}" opacity=".8"/>${scenes[picture.kind](random, palette)}</svg>`;
}

const GRAIN_PX = 256;

/** Film grain around middle grey, as a tile: even pictures would be too easy for codecs. */
async function makeGrain(seed: number): Promise<Buffer> {
  const random = makeRandom(seed);
  const pixels = Uint8Array.from({ length: GRAIN_PX * GRAIN_PX }, () => 108 + random() * 40);
  return await sharp(pixels, { raw: { width: GRAIN_PX, height: GRAIN_PX, channels: 1 } }).toColourspace("srgb").png({ compressionLevel: 1 }).toBuffer();
}

/**
 * Draws a picture that behaves like a photograph: shapes, gradients and grain.
 * The same seed gives the same file. @returns the encoded file
 */
export async function drawPicture(picture: Picture): Promise<Buffer> {
  const grain = await makeGrain(picture.seed);
  const image = sharp(Buffer.from(drawScene(picture))).flatten({ background: "#ffffff" }).composite([{ input: grain, blend: "soft-light", tile: true }]);
  return picture.format === "png" ? await image.png().toBuffer() : await image.jpeg({ quality: 88 }).toBuffer();
}
