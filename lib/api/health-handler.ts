import { checkHealth } from "#lib/health/verbs/check-health.ts";

/** The process itself runs. */
export function answerLive(): Response {
  return Response.json({ ok: true }, { headers: { "cache-control": "no-store" } });
}

/** Whether an upload can be taken and rendered now: 200 or 503, with the parts that are missing and nothing a stranger could use. */
export async function answerReady(): Promise<Response> {
  const { state, parts } = await checkHealth();
  const body = { state, parts: parts.map((part) => ({ name: part.name, state: part.state })) };
  return Response.json(body, { status: state === "away" ? 503 : 200, headers: { "cache-control": "no-store" } });
}
