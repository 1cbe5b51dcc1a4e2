"use client";

import { PlainPage } from "#components/shell/plain-page.tsx";
import { ReloadButton } from "#components/shell/reload-button.tsx";

export default function RootError({ error }: { error: Error & { digest?: string } }) {
  return (
    <PlainPage title="This page broke.">
      <p className="text-muted">The mistake is on our side. The shop’s pictures do not depend on it, and nothing you sent was lost.</p>
      {error.digest === undefined ? null : <p className="text-sm text-muted">When you report it, give this number: {error.digest}</p>}
      <div>
        <ReloadButton />
      </div>
    </PlainPage>
  );
}
