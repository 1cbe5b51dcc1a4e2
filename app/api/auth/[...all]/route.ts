import { handleAuthRequest } from "#lib/api/auth-handler.ts";

export const dynamic = "force-dynamic";

export { handleAuthRequest as GET, handleAuthRequest as POST };
