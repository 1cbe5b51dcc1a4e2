import { answerReady } from "#lib/api/health-handler.ts";

export const dynamic = "force-dynamic";

export { answerReady as GET };
