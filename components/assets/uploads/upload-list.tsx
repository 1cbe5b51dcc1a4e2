"use client";

import { Button } from "#components/ui/button.tsx";
import { Card, CardHeader } from "#components/ui/card.tsx";
import type { Upload } from "./upload-queue.ts";
import { useUploads } from "./upload-provider.tsx";
import { UploadRow } from "./upload-row.tsx";

const count = (uploads: readonly Upload[], kind: Upload["status"]["kind"]): number => uploads.filter(({ status }) => status.kind === kind).length;

/** What needs somebody comes first; within that, in the order they were chosen. */
const rank: Readonly<Record<Upload["status"]["kind"], number>> = { refused: 0, sending: 1, waiting: 2, stored: 3, cancelled: 4 };

function sentence(uploads: readonly Upload[]): string {
  const figures = [
    { n: count(uploads, "sending"), word: "sending" },
    { n: count(uploads, "waiting"), word: "waiting" },
    { n: count(uploads, "stored"), word: "stored" },
    { n: count(uploads, "refused"), word: "not stored" },
    { n: count(uploads, "cancelled"), word: "cancelled" },
  ];
  return figures.filter(({ n }) => n > 0).map(({ n, word }) => `${n} ${word}`).join(", ");
}

/** What was dropped in this tab and how far it is. */
export function UploadList() {
  const { uploads, queue, running } = useUploads();
  if (uploads.length === 0) return null;
  return (
    <Card aria-label="Uploads of this tab">
      <CardHeader title="Uploads">
        <span className="flex items-center gap-3 text-sm text-muted">
          <output>{sentence(uploads)}</output>
          {running < uploads.length ? (
            <Button size="sm" onClick={() => queue.dismissDone()}>
              Clear finished
            </Button>
          ) : null}
        </span>
      </CardHeader>
      <ul className="max-h-96 overflow-y-auto">
        {uploads.toSorted((left, right) => rank[left.status.kind] - rank[right.status.kind]).map((upload) => (
          <UploadRow key={upload.id} upload={upload} queue={queue} />
        ))}
      </ul>
    </Card>
  );
}
