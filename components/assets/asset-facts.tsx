import type { ReactNode } from "react";
import type { Asset } from "#lib/assets/model.ts";
import { Card, CardHeader } from "#components/ui/card.tsx";
import { formatBytes, formatPixels } from "#components/ui/format.ts";
import { Moment } from "#components/ui/moment.tsx";

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-x-3 border-t px-4 py-1.5 first:border-t-0">
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}

export function AssetFacts({ asset }: { asset: Asset }) {
  const megapixels = asset.width === null || asset.height === null ? null : (asset.width * asset.height) / 1_000_000;
  return (
    <Card aria-labelledby="facts">
      <CardHeader title="Facts" id="facts" />
      <dl className="border-t pb-1.5 text-sm">
        <Fact name="Alt text">{asset.altText ?? <span className="text-warn">None. People who do not see the picture are told nothing.</span>}</Fact>
        <Fact name="Pixels">
          {formatPixels(asset.width, asset.height)} {megapixels === null || megapixels < 0.05 ? null : <span className="text-muted">· {megapixels.toFixed(megapixels < 10 ? 1 : 0)} MP</span>}
        </Fact>
        <Fact name="Original">
          {formatBytes(asset.bytes)} <span className="text-muted">· {asset.format.toUpperCase()}, never delivered itself</span>
        </Fact>
        <Fact name="Shown on">{asset.surface?.replace("-", " ") ?? "anywhere"}</Fact>
        <Fact name="Added">
          <Moment at={asset.createdAt} as="age" /> <span className="text-muted">· version {asset.version}</span>
        </Fact>
        <Fact name="Id">
          <code className="font-mono text-xs break-all">{asset.id}</code>
        </Fact>
        <Fact name="SHA-256">
          <code className="font-mono text-xs break-all text-muted">{asset.sha256}</code>
        </Fact>
      </dl>
    </Card>
  );
}
