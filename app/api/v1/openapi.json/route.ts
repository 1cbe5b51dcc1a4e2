import { openApiDocument } from "#lib/api/openapi.ts";

export const dynamic = "force-dynamic";

export async function GET(): Promise<Response> {
  return Response.json(await openApiDocument());
}
