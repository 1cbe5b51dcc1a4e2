import { OpenAPIGenerator } from "@orpc/openapi";
import { ZodToJsonSchemaConverter } from "@orpc/zod/zod4";
import { z } from "zod";
import { env } from "#lib/edges/env.ts";
import { contract, intakeContract } from "./contract.ts";

const problem = z.object({ type: z.string(), title: z.string(), status: z.number().int(), detail: z.string(), code: z.string(), requestId: z.string(), advice: z.string().optional(), reason: z.string().optional() });

/** The OpenAPI document of everything under /api/v1, whichever process serves it. */
export async function openApiDocument(): Promise<unknown> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  return await generator.generate(
    { ...contract, ...intakeContract },
    {
      info: { title: "Seawall", version: "1", description: "Errors are problem documents (RFC 9457) with a stable `code`." },
      servers: [{ url: env().publicUrl }],
      security: [{ key: [] }],
      components: { securitySchemes: { key: { type: "http", scheme: "bearer", description: "Made with: npm run -s key -- --role uploader" } } },
      commonSchemas: { Problem: { schema: problem } },
    },
  );
}
