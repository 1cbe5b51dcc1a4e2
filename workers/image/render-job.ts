import type { Job } from "bullmq";
import type { AssetClaim } from "#lib/assets/store.ts";
import type { DegradationLevel } from "#lib/degradation/model.ts";
import { log } from "#lib/edges/log.ts";
import { storageKeys } from "#lib/edges/storage/keys.ts";
import type { Storage } from "#lib/edges/storage/storage.ts";
import { defaultInspectionLimits } from "#lib/inspection/model.ts";
import type { Actor } from "#lib/people/model.ts";
import { defaultRecipe, liteRecipe, type Recipe } from "#lib/recipes/model.ts";
import { type RenderJob, renderJobSchema } from "#lib/rendering/model.ts";
import { completeRendering } from "#lib/rendering/verbs/complete-rendering.ts";
import { rejectRendering } from "#lib/rendering/verbs/reject-rendering.ts";
import { type RenderTask, startRendering } from "#lib/rendering/verbs/start-rendering.ts";
import { SANDBOX_DEATHS_UNTIL_POISON } from "./limits.ts";
import type { SandboxPool, SandboxResult } from "./pool/sandbox-pool.ts";
import { UntrustedOutputError, storeOutputs, toPlaceholders } from "./store-outputs.ts";

export type RenderContext = { readonly actor: Actor; readonly pool: SandboxPool; readonly storage: Storage; readonly deadlineMs: number; readonly renderingLevel: () => DegradationLevel };

/** What one run of a job came to, kept as the job's return value. */
export type RenderVerdict = "ready" | "failed" | "quarantined" | "stale";

type Claimed = AssetClaim & { readonly surface: string | null };
type Deaths = RenderJob & { readonly deaths?: number };

async function runInSandbox(context: RenderContext, task: RenderTask, recipe: Recipe): Promise<SandboxResult> {
  const source = await context.storage.open(storageKeys.original(task.sha256));
  const { format, width, height } = task.facts;
  return await context.pool.run({
    request: { type: "render", recipe, expected: { format, width, height }, maxPixels: defaultInspectionLimits.maxPixels },
    source,
    sizeBytes: task.sizeBytes,
    deadlineMs: context.deadlineMs,
  });
}

const decodeSentences = {
  decode: "The picture data is damaged and cannot be read.",
  disagrees: "The file's header and its picture disagree.",
  memory: "Reading the picture needs more memory than a picture may.",
  verification: "The rendered pictures did not match their source, so none was published.",
  internal: "The renderer could not make the pictures.",
} as const;

/** A decoder that dies once may be unlucky; a file that kills it twice is poison. @throws Error to be run again */
async function handleDeath(context: RenderContext, job: Job<RenderJob>, claim: Claimed, result: Extract<SandboxResult, { kind: "timeout" | "crashed" }>): Promise<RenderVerdict> {
  const deaths = ((job.data as Deaths).deaths ?? 0) + 1;
  const story = result.kind === "timeout" ? `no answer within ${result.deadlineMs / 1000} s` : `ended by ${result.end.signal ?? `exit ${result.end.code ?? "?"}`}`;
  const lastOutput = result.kind === "crashed" ? result.end.lastOutput.slice(-2_000) : "";
  if (deaths < SANDBOX_DEATHS_UNTIL_POISON) {
    await job.updateData({ ...job.data, deaths } as Deaths);
    throw new Error(`the sandbox died: ${story}`);
  }
  const reason = { code: "poison", detail: `The picture stopped its decoder ${deaths} times (${story}). It is held back and will not be tried again.` };
  const rejected = await rejectRendering(context.actor, claim, { state: "quarantined", reason, evidence: { deaths, story, lastOutput } }, context.storage, job.data.requestId);
  return rejected ? "quarantined" : "stale";
}

type Rendered = Extract<SandboxResult, { kind: "rendered" }>;

async function publish(context: RenderContext, job: Job<RenderJob>, claim: Claimed, recipe: Recipe, result: Rendered): Promise<RenderVerdict> {
  const placeholders = toPlaceholders(result.placeholders);
  const variants = await storeOutputs(context.storage, result.outputs);
  const outcome = { width: result.size.width, height: result.size.height, recipeVersion: recipe.version, placeholders, color: result.done.color, variants };
  return (await completeRendering(context.actor, claim, outcome, context.storage, job.data.requestId)) ? "ready" : "stale";
}

async function publishIfTrusted(context: RenderContext, job: Job<RenderJob>, claim: Claimed, recipe: Recipe, result: Rendered): Promise<RenderVerdict> {
  try {
    return await publish(context, job, claim, recipe, result);
  } catch (error) {
    if (!(error instanceof UntrustedOutputError)) throw error;
    const reason = { code: "render-untrusted", detail: "The decoder gave out something that is no picture of this file. The file is held back." };
    const rejected = await rejectRendering(context.actor, claim, { state: "quarantined", reason, evidence: { decoder: error.message } }, context.storage, job.data.requestId);
    return rejected ? "quarantined" : "stale";
  }
}

async function settle(context: RenderContext, job: Job<RenderJob>, claim: Claimed, recipe: Recipe, result: SandboxResult): Promise<RenderVerdict> {
  switch (result.kind) {
    case "rendered":
      return await publishIfTrusted(context, job, claim, recipe, result);
    case "rejected": {
      const reason = { code: `render-${result.error.kind}`, detail: `${decodeSentences[result.error.kind]} Check that it opens on your computer, export it again and upload the new file.` };
      const state = result.error.kind === "memory" || result.error.kind === "disagrees" ? "quarantined" : "failed";
      const rejected = await rejectRendering(context.actor, claim, { state, reason, evidence: { decoder: result.error.message } }, context.storage, job.data.requestId);
      return rejected ? state : "stale";
    }
    case "timeout":
    case "crashed":
      return await handleDeath(context, job, claim, result);
    default:
      result satisfies never;
      throw new Error("unknown result");
  }
}

/**
 * Renders one asset: claim → sandbox → store → publish. Bad input is settled here and never retried;
 * what throws (storage, Postgres, a first death of the sandbox) is run again by BullMQ.
 */
export async function renderJob(context: RenderContext, job: Job<RenderJob>): Promise<RenderVerdict> {
  const { assetId, version, attempt, requestId } = renderJobSchema.parse(job.data);
  const from = performance.now();
  const task = await startRendering(context.actor, { assetId, version, attempt }, requestId);
  if (task === null) return "stale";
  const recipe = context.renderingLevel() === 0 ? defaultRecipe : liteRecipe;
  const result = await runInSandbox(context, task, recipe);
  const verdict = await settle(context, job, { assetId, version, attempt, surface: task.surface }, recipe, result);
  log().info({ assetId, attempt, requestId, verdict, recipe: recipe.version, totalMs: Math.round(performance.now() - from), ...(result.kind === "rendered" ? { decodeMs: Math.round(result.done.decodeMs), verifyMs: Math.round(result.done.verifyMs) } : {}) }, "rendered");
  return verdict;
}
