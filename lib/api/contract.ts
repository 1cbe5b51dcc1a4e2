import { eventIterator, oc } from "@orpc/contract";
import { z } from "zod";
import { assetIdSchema, assetSchema, assetStates, updateAssetInput, uploadFields } from "#lib/assets/model.ts";
import { degradationSchema, setLevelInput } from "#lib/degradation/model.ts";
import { eventSchema } from "#lib/events/model.ts";
import { healthSchema } from "#lib/health/model.ts";
import { apiKeySchema, createApiKeyInput, meSchema } from "#lib/people/model.ts";
import { blastRadiusSchema, quarantineAssetInput, quarantineCohortInput, releaseAssetInput } from "#lib/quarantine/model.ts";
import { queueSchema } from "#lib/queues/model.ts";

const limit = z.coerce.number().int().min(1).max(200).default(50);
const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** One frame of the live stream: everything when a tab opens, then what changed. */
export const liveFrameSchema = z.object({
  kind: z.enum(["snapshot", "change", "pulse"]),
  at: z.iso.datetime(),
  assets: z.array(assetSchema),
});
export type LiveFrame = z.infer<typeof liveFrameSchema>;

/** Served by the web process. */
export const contract = oc.prefix("/api/v1").router({
  me: {
    get: oc.route({ method: "GET", path: "/me", summary: "Who I am and what I may do", tags: ["people"] }).output(meSchema),
  },
  assets: {
    list: oc
      .route({ method: "GET", path: "/assets", summary: "Assets, newest first", tags: ["assets"] })
      .input(z.object({ cursor: z.string().max(200).optional(), limit, state: z.enum(assetStates).optional() }))
      .output(page(assetSchema)),
    get: oc
      .route({ method: "GET", path: "/assets/{id}", summary: "One asset", tags: ["assets"] })
      .input(z.object({ id: assetIdSchema }))
      .output(assetSchema),
    update: oc
      .route({ method: "PATCH", path: "/assets/{id}", summary: "Change an asset's words, or how urgent it is while it waits", tags: ["assets"] })
      .input(updateAssetInput)
      .output(assetSchema),
  },
  quarantine: {
    asset: oc
      .route({ method: "POST", path: "/assets/{id}/quarantine", summary: "Quarantine one asset, or its content wherever it is", tags: ["quarantine"] })
      .input(quarantineAssetInput)
      .output(assetSchema),
    release: oc.route({ method: "POST", path: "/assets/{id}/release", summary: "Let an asset out and render it again", tags: ["quarantine"] }).input(releaseAssetInput).output(assetSchema),
    cohort: oc
      .route({ method: "POST", path: "/quarantine", summary: "Quarantine a cohort, or with dryRun say what that would hit", tags: ["quarantine"] })
      .input(quarantineCohortInput)
      .output(blastRadiusSchema.extend({ applied: z.boolean() })),
  },
  events: {
    list: oc
      .route({ method: "GET", path: "/events", summary: "What happened, newest first", tags: ["events"] })
      .input(z.object({ cursor: z.string().regex(/^\d{1,18}$/, "not a cursor").optional(), limit, subjectId: z.string().max(100).optional() }))
      .output(page(eventSchema)),
  },
  keys: {
    list: oc.route({ method: "GET", path: "/keys", summary: "API keys, without their secrets", tags: ["people"] }).output(page(apiKeySchema)),
    create: oc
      .route({ method: "POST", path: "/keys", summary: "Make a key; its text is shown once", successStatus: 201, tags: ["people"] })
      .input(createApiKeyInput)
      .output(z.object({ key: apiKeySchema, text: z.string() })),
    revoke: oc
      .route({ method: "POST", path: "/keys/{id}/revoke", summary: "End a key at once", tags: ["people"] })
      .input(z.object({ id: z.string().max(100) }))
      .output(apiKeySchema),
  },
  degradation: {
    get: oc.route({ method: "GET", path: "/degradation", summary: "Every scope's level: who, why, until when", tags: ["degradation"] }).output(degradationSchema),
    set: oc
      .route({
        method: "PUT",
        path: "/degradation",
        summary: "Set a level by hand, or give it back to automation",
        description: "0 full, 1 lower quality, 2 cached only, 3 placeholders, 4 skip images. Without a scope it moves rendering and delivery together.",
        tags: ["degradation"],
      })
      .input(setLevelInput)
      .output(degradationSchema),
  },
  queues: {
    list: oc.route({ method: "GET", path: "/queues", summary: "Each pool's queue", tags: ["queues"] }).output(page(queueSchema)),
  },
  health: {
    get: oc.route({ method: "GET", path: "/health", summary: "Every part of the platform", tags: ["health"] }).output(healthSchema),
  },
  live: {
    stream: oc
      .route({ method: "GET", path: "/live", summary: "Changes as they happen (server-sent events)", tags: ["live"] })
      .output(eventIterator(liveFrameSchema)),
  },
});

/** Served by intake, so that web never carries an upload's bytes; documented here with the rest. */
export const intakeContract = oc.prefix("/api/v1").router({
  uploads: {
    create: oc
      .route({
        method: "POST",
        path: "/uploads",
        summary: "Upload one picture (multipart form)",
        description: "JPEG, PNG, WebP, GIF or AVIF up to 100 MB. An Idempotency-Key makes a retry safe. Resumable uploads speak tus 1.0 at /api/v1/uploads/tus, with the same words as metadata (filename, filetype, name, surface, altText, priority); the last PATCH answers 200 with the asset.",
        successStatus: 201,
        tags: ["uploads"],
      })
      .input(uploadFields.extend({ file: z.file() }))
      .output(z.object({ asset: assetSchema })),
  },
});
