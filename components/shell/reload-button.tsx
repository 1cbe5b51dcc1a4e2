"use client";

import { Button } from "#components/ui/button.tsx";

export function ReloadButton({ onRetry }: { onRetry?: () => void }) {
  return (
    <Button look="primary" onClick={() => (onRetry === undefined ? window.location.reload() : onRetry())}>
      Try again
    </Button>
  );
}
