import type { Asset, AssetState } from "#lib/assets/model.ts";
import { stateLabels } from "#lib/assets/model.ts";
import { Shape } from "#components/ui/shape.tsx";
import { tellReason } from "./reason-words.ts";

/** What is going on, and what comes next. */
const stories: Readonly<Record<AssetState, { readonly now: string; readonly next: string }>> = {
  receiving: { now: "The file is arriving.", next: "Then it is inspected." },
  inspecting: { now: "The file is being inspected, without being opened.", next: "Then it waits for a render worker." },
  queued: { now: "The original is stored safely and waits for a render worker.", next: "Until it is rendered, its address answers with a box of the right shape. This page changes by itself." },
  rendering: { now: "A worker is making every size and format.", next: "Each one is checked before it is published. This page changes by itself." },
  ready: { now: "The picture is being delivered.", next: "" },
  quarantined: { now: "The picture is held back and shown to nobody.", next: "Its address answers with an empty box; nothing is ever made from the file." },
  failed: { now: "The picture cannot be rendered.", next: "Its address answers with an empty box of the right shape." },
  deferred: { now: "The original is stored safely; rendering waits until there is room again.", next: "Nothing needs to be uploaded again." },
  trashed: { now: "The picture is in the trash.", next: "It can be brought back for 30 days." },
};

/** Stands in the picture's place while there is none. */
export function StateStory({ asset }: { asset: Asset }) {
  const { now, next } = stories[asset.state];
  return (
    <div className="flex flex-col items-start gap-3 p-6 sm:p-10">
      <Shape tone={stateLabels[asset.state].tone} className="size-5" />
      <p className="max-w-prose text-lg font-medium">{now}</p>
      {asset.reasons.map((reason) => {
        const { title, detail, advice } = tellReason(reason);
        return (
          <div key={`${reason.code} ${reason.detail}`} className="max-w-prose">
            <p>
              {title} {detail}
            </p>
            {advice === null ? null : <p className="text-muted">{advice}</p>}
          </div>
        );
      })}
      <p className="max-w-prose text-muted">{next}</p>
    </div>
  );
}
