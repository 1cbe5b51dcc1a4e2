import type { HealthPart, PartState } from "#lib/health/model.ts";
import { StatusPill } from "#components/ui/status-pill.tsx";
import { meaningOf, partLabels } from "./part-state.ts";

/** @param state what may be said of the part now: an old answer is no answer */
export function HealthPartRow({ part, state }: { part: HealthPart; state: PartState }) {
  const { label, tone } = partLabels[state];
  const detail = state === "unknown" ? "could not be asked" : part.detail;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-baseline gap-x-4 gap-y-0.5 border-t px-4 py-2.5 first:border-t-0 md:grid-cols-[10rem_7rem_minmax(0,1fr)_5.5rem]" data-part={part.name} data-state={state}>
      <h2 className="font-medium">{part.label}</h2>
      <div>
        <StatusPill tone={tone}>{label}</StatusPill>
      </div>
      <div className="text-sm max-md:order-last max-md:col-span-2">
        <p>{detail === label ? null : `${detail.charAt(0).toUpperCase()}${detail.slice(1)}.`}</p>
        <p className="text-muted">{meaningOf[part.name]}</p>
      </div>
      <p className="text-sm text-muted max-md:col-span-2 max-md:hidden md:text-right">{state === "unknown" || part.latencyMs === null ? "no figure" : `${part.latencyMs.toFixed(1)} ms`}</p>
    </li>
  );
}
