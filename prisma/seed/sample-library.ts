import { type Picture, type SceneKind, sceneKinds } from "./picture.ts";

export type Sample = Picture & { readonly name: string; readonly altText: string | null; readonly surface: string };

const descriptions: Readonly<Record<SceneKind, { readonly name: string; readonly altText: string; readonly surface: string }>> = {
  coast: { name: "summer-coast", altText: "A calm sea below low hills at dusk", surface: "marketing" },
  hills: { name: "autumn-hills", altText: "Three ranges of hills, one behind the other", surface: "marketing" },
  vase: { name: "stoneware-vase", altText: "A round vase with dried flowers", surface: "catalogue" },
  lamp: { name: "table-lamp", altText: "A table lamp with a pleated shade", surface: "catalogue" },
  chair: { name: "dining-chair", altText: "An upholstered dining chair", surface: "catalogue" },
  cups: { name: "espresso-cups", altText: "Three cups side by side", surface: "checkout" },
  fabric: { name: "curtain-fabric", altText: "Curtain fabric with wavy stripes", surface: "search" },
};

/** The pictures of the demo: two of each scene, one in seven a PNG, and one without alt text as real libraries have. */
export function sampleLibrary(): readonly Sample[] {
  return sceneKinds.flatMap((kind, index) =>
    [1, 2].map((round) => {
      const { name, altText, surface } = descriptions[kind];
      const format = kind === "fabric" && round === 2 ? ("png" as const) : ("jpeg" as const);
      return {
        kind,
        seed: round * 17 + index,
        width: round === 1 ? 2400 : 1600,
        height: round === 1 ? 1600 : 2000,
        format,
        name: `${name}-${round}.${format === "png" ? "png" : "jpg"}`,
        altText: kind === "cups" && round === 2 ? null : altText,
        surface,
      };
    }),
  );
}
