import { type AssetState, stateLabels } from "#lib/assets/model.ts";
import { StatusPill } from "#components/ui/status-pill.tsx";

export function AssetStatePill({ state }: { state: AssetState }) {
  const { label, tone } = stateLabels[state];
  return <StatusPill tone={tone}>{label}</StatusPill>;
}
