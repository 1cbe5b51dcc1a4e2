import type { Asset } from "#lib/assets/model.ts";
import { Card, CardHeader } from "#components/ui/card.tsx";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { findDeliveredUrl } from "./delivered.ts";
import { toPictureSnippet } from "./picture-snippet.ts";

/** How the picture gets into a page. */
export function SnippetCard({ asset }: { asset: Asset }) {
  const snippet = toPictureSnippet(asset);
  const url = findDeliveredUrl(asset, "hero");
  if (snippet === null || url === null) return null;
  return (
    <Card aria-labelledby="snippet">
      <CardHeader title="Into a page" id="snippet">
        <CopyButton text={url} label="Copy URL" />
      </CardHeader>
      <div className="flex flex-col gap-3 border-t p-4">
        <p className="text-sm text-muted">The browser takes the smallest format it reads; width and height keep the box, also when no picture comes.</p>
        <CodeBlock text={snippet} label="HTML snippet" copyLabel="Copy snippet" />
      </div>
    </Card>
  );
}
