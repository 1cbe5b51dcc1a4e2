import { answerLive } from "#lib/api/health-handler.ts";

export const dynamic = "force-dynamic";

export { answerLive as GET };
