/** The only widths ever made; arbitrary sizes are how image servers are made to work themselves to death. */
export const presets = ["thumb", "card", "detail", "hero", "zoom"] as const;
export type Preset = (typeof presets)[number];

/** CSS pixels wide. A source narrower than the preset is not enlarged. */
export const presetWidthPx = { thumb: 160, card: 400, detail: 800, hero: 1600, zoom: 2560 } as const satisfies Record<Preset, number>;

/** What delivery can hand out. `png` stands in for `jpeg` where the picture has transparency. */
export const variantFormats = ["avif", "webp", "jpeg", "png"] as const;
export type VariantFormat = (typeof variantFormats)[number];

export const contentTypeByFormat = {
  avif: "image/avif",
  webp: "image/webp",
  jpeg: "image/jpeg",
  png: "image/png",
} as const satisfies Record<VariantFormat, string>;

/** File extensions a URL may carry to ask for one format. */
export const formatByExtension: Readonly<Record<string, VariantFormat>> = { avif: "avif", webp: "webp", jpg: "jpeg", jpeg: "jpeg", png: "png" };

export type EncodeSettings = { readonly quality: number; readonly effort: number };

/** How every variant of one recipe version is made. */
export type Recipe = {
  readonly version: string;
  readonly formats: readonly VariantFormat[];
  readonly avif: EncodeSettings;
  readonly webp: EncodeSettings;
  readonly jpeg: { readonly quality: number };
  readonly png: { readonly compressionLevel: number };
  /** Level 1's pictures, made in advance: smaller and coarser, in WebP and what every client reads. */
  readonly reduced: { readonly scale: number; readonly webp: EncodeSettings; readonly jpeg: { readonly quality: number } };
  readonly placeholder: { readonly maxBytes: number; readonly maxWidthPx: number };
};

/** AVIF effort is the largest knob of all: effort 2 renders a 54 MP hero in a sixth of the time of effort 4. */
export const defaultRecipe: Recipe = {
  version: "r1",
  formats: variantFormats,
  avif: { quality: 55, effort: 2 },
  webp: { quality: 78, effort: 4 },
  jpeg: { quality: 80 },
  png: { compressionLevel: 8 },
  reduced: { scale: 0.5, webp: { quality: 50, effort: 4 }, jpeg: { quality: 50 } },
  placeholder: { maxBytes: 600, maxWidthPx: 800 },
};

/** What is made while rendering itself is in trouble: no AVIF, which is most of the work. Its version says what is owed. */
export const liteRecipe: Recipe = { ...defaultRecipe, version: "r1-lite", formats: ["webp", "jpeg", "png"], webp: { quality: 78, effort: 2 } };
