import type { Asset } from "#lib/assets/model.ts";
import { useImageRetry } from "#components/ui/use-image-retry.ts";
import { findFallback, toSources } from "./delivered.ts";

/** About the width of the card on each kind of screen. */
const SIZES = "(min-width: 1280px) 58rem, 100vw";

/** The picture as a shop's page shows it, from delivery. */
export function DeliveredPicture({ asset }: { asset: Asset }) {
  const { isBroken, imageKey, ref, onError } = useImageRetry();
  const fallback = findFallback(asset, "hero");
  if (fallback === null) return null;
  return (
    // The box stands before and without the picture: no wider than it, no taller than the window, in its own shape.
    <div style={{ aspectRatio: `${fallback.width} / ${fallback.height}`, width: `min(100%, ${fallback.width}px, 70vh * ${fallback.width / fallback.height})` }} className="checkerboard relative mx-auto overflow-hidden rounded-sm">
      <picture key={imageKey}>
        {toSources(asset, ["avif", "webp"]).map(({ type, srcSet }) => (
          <source key={type} type={type} srcSet={srcSet} sizes={SIZES} />
        ))}
        <img
          ref={ref}
          onError={onError}
          src={fallback.url}
          alt={asset.altText ?? ""}
          width={fallback.width}
          height={fallback.height}
          decoding="async"
          fetchPriority="high"
          className={`absolute inset-0 size-full ${isBroken ? "opacity-0" : ""}`}
        />
      </picture>
      {isBroken ? <p className="absolute inset-0 grid place-items-center bg-sunk p-4 text-center text-sm text-muted">The image server does not answer. The picture is asked for again by itself.</p> : null}
    </div>
  );
}
