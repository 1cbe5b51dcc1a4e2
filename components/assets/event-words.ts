import { type EventJson, type EventVerb, eventVerbs } from "#lib/events/model.ts";
import type { Tone } from "#components/ui/shape.tsx";

type Words = { readonly says: string; readonly tone: Tone };

const words: Readonly<Record<EventVerb, Words>> = {
  "asset.uploaded": { says: "Uploaded", tone: "calm" },
  "asset.inspected": { says: "Inspected", tone: "calm" },
  "asset.queued": { says: "Inspected and accepted; waits for a worker", tone: "calm" },
  "asset.rendering": { says: "Rendering began", tone: "busy" },
  "asset.ready": { says: "Ready", tone: "good" },
  "asset.failed": { says: "Failed", tone: "bad" },
  "asset.quarantined": { says: "Quarantined", tone: "bad" },
  "asset.released": { says: "Released from quarantine", tone: "warn" },
  "asset.requeued": { says: "Queued again", tone: "warn" },
  "asset.updated": { says: "Changed", tone: "calm" },
  "degradation.set": { says: "Level set", tone: "warn" },
  "key.created": { says: "Key made", tone: "calm" },
  "key.revoked": { says: "Key ended", tone: "calm" },
  "link.created": { says: "Sign-in link made", tone: "calm" },
  "user.signed-in": { says: "Signed in", tone: "calm" },
};

const verbOf = (text: string): EventVerb | undefined => eventVerbs.find((verb) => verb === text);

/** An event as a person would tell it; one we do not know yet is told by its name. */
export function tellEvent(event: EventJson): Words {
  const verb = verbOf(event.verb);
  const { says, tone } = verb === undefined ? { says: event.verb, tone: "unknown" as const } : words[verb];
  const after = typeof event.after === "object" && event.after !== null ? event.after : {};
  const more = "variants" in after && typeof after.variants === "number" ? `: ${after.variants} variants` : event.reason === null ? "" : `: ${event.reason.replaceAll("-", " ")}`;
  return { says: `${says}${more}`, tone };
}
