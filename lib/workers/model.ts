import { z } from "zod";

/** What a worker process says of itself once a second. Gone from Redis a few seconds after it stopped saying so. */
export const workerHeartbeatSchema = z.object({
  id: z.string(),
  pools: z.string(),
  host: z.string(),
  pid: z.coerce.number().int(),
  version: z.string(),
  sandbox: z.enum(["none", "limits", "sandbox"]),
  children: z.coerce.number().int(),
  running: z.coerce.number().int(),
  rssBytes: z.coerce.number(),
  startedAt: z.string(),
  at: z.string(),
});
export type WorkerHeartbeat = z.infer<typeof workerHeartbeatSchema>;
