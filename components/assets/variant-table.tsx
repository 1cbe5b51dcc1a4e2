import type { Asset } from "#lib/assets/model.ts";
import { type VariantFormat, variantFormats } from "#lib/recipes/model.ts";
import { Card, CardHeader } from "#components/ui/card.tsx";
import { formatBytes, formatPixels, formatSaving } from "#components/ui/format.ts";
import { toPresetRows } from "./delivered.ts";

const formatNames: Readonly<Record<VariantFormat, string>> = { avif: "AVIF", webp: "WebP", jpeg: "JPEG", png: "PNG" };

type Variant = Asset["variants"][number];

function Cell({ variant, original }: { variant: Variant | undefined; original: number }) {
  if (variant === undefined) return <td className="px-3 py-1.5 text-right text-muted last:pr-4">–</td>;
  return (
    <td className="px-3 py-1.5 text-right whitespace-nowrap last:pr-4">
      <a href={variant.url} target="_blank" rel="noreferrer" className="font-medium underline decoration-line underline-offset-3 hover:decoration-ink" aria-label={`${variant.preset}, ${formatNames[variant.format]}, ${formatBytes(variant.bytes)}: open the delivered file`}>
        {formatBytes(variant.bytes)}
      </a>
      <span className="ml-2 inline-block w-14 text-muted">{formatSaving(variant.bytes, original)}</span>
    </td>
  );
}

/** What was made from the original: every size in every format, and what that saves. */
export function VariantTable({ asset }: { asset: Asset }) {
  const rows = toPresetRows(asset);
  if (rows.length === 0) return null;
  const formats = variantFormats.filter((format) => asset.variants.some((variant) => variant.format === format));
  return (
    <Card aria-labelledby="variants">
      <CardHeader title="Variants" id="variants">
        <p className="text-sm text-muted">bytes, and the difference to the original’s {formatBytes(asset.bytes)}</p>
      </CardHeader>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling box must be reachable by keyboard */}
      <section className="overflow-x-auto border-t" tabIndex={0} aria-label="Table of variants">
        <table className="w-full text-sm">
          <thead className="text-xs text-muted">
            <tr>
              <th scope="col" className="px-4 py-1.5 text-left font-normal">
                Preset
              </th>
              <th scope="col" className="px-3 py-1.5 text-right font-normal">
                Pixels
              </th>
              {formats.map((format) => (
                <th key={format} scope="col" className="px-3 py-1.5 text-right font-normal last:pr-4">
                  {formatNames[format]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ preset, width, height, variants }) => (
              <tr key={preset} className="border-t">
                <th scope="row" className="px-4 py-1.5 text-left font-medium">
                  {preset}
                </th>
                <td className="px-3 py-1.5 text-right whitespace-nowrap text-muted">{formatPixels(width, height)}</td>
                {formats.map((format) => (
                  <Cell key={format} variant={variants.find((variant) => variant.format === format)} original={asset.bytes} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Card>
  );
}
