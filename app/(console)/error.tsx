"use client";

import { ReloadButton } from "#components/shell/reload-button.tsx";
import { Notice } from "#components/ui/notice.tsx";

export default function ConsoleError({ error }: { error: Error & { digest?: string } }) {
  return (
    <Notice tone="bad" live="assertive" title="This page broke." action={<ReloadButton />}>
      The mistake is on our side; nothing you sent was lost.
      {error.digest === undefined ? null : ` When you report it, give this number: ${error.digest}`}
    </Notice>
  );
}
