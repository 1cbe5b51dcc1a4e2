import { type Asset, stateLabels } from "#lib/assets/model.ts";
import { presetWidthPx } from "#lib/recipes/model.ts";
import { cn } from "#components/ui/cn.ts";
import { Shape } from "#components/ui/shape.tsx";
import { useImageRetry } from "#components/ui/use-image-retry.ts";
import { findDeliveredUrl } from "./delivered.ts";

function Picture({ url, alt }: { url: string; alt: string }) {
  const { isBroken, imageKey, ref, onError } = useImageRetry();
  if (isBroken) return <Shape tone="unknown" className="size-3" />;
  return <img key={imageKey} ref={ref} onError={onError} src={url} alt={alt} width={presetWidthPx.thumb} height={Math.round((presetWidthPx.thumb * 11) / 14)} loading="lazy" decoding="async" className="size-full object-cover" />;
}

/** The picture as shoppers get it, in a box that never changes its size; its state's shape while there is none. */
export function AssetThumb({ asset, className }: { asset: Asset; className?: string }) {
  const url = findDeliveredUrl(asset, "thumb");
  return (
    <span className={cn("grid h-11 w-14 shrink-0 place-items-center overflow-hidden rounded-sm border", url === null ? "bg-sunk" : "checkerboard", className)}>
      {url === null ? <Shape tone={stateLabels[asset.state].tone} className="size-3" /> : <Picture url={url} alt={asset.altText ?? ""} />}
    </span>
  );
}
