/** Where things lie in storage. Originals and variants are content-addressed: same bytes, same key. */
export const storageKeys = {
  original: (sha256: string) => `originals/${sha256.slice(0, 2)}/${sha256}`,
  variant: (sha256: string, format: string) => `variants/${sha256.slice(0, 2)}/${sha256}.${format}`,
  /** Levers in force, polled by every consumer. */
  levers: "control/levers.json",
  /** What must answer 410 at once, polled by every delivery process. */
  tombstones: "control/tombstones.json",
  manifest: (assetId: string) => `manifests/${assetId.slice(-2)}/${assetId}.json`,
} as const;
