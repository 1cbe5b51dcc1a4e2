import { handleApiRequest } from "#lib/api/handler.ts";

export const dynamic = "force-dynamic";

export { handleApiRequest as GET, handleApiRequest as POST, handleApiRequest as PUT, handleApiRequest as PATCH, handleApiRequest as DELETE };
