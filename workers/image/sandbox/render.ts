import { planVariants, type VariantPlan } from "#lib/recipes/rules/plan-variants.ts";
import { type Raster, decodeMaster, readHeader } from "./decoder.ts";
import { dominantColor, drawPlaceholder, dropOpaqueAlpha, encodeVariant, resizeRaster } from "./encoder.ts";
import type { ChildMessage, RenderRequest } from "./messages.ts";
import { toFingerprint, verifyOutput } from "./verify.ts";

type Send = (message: ChildMessage, body?: Uint8Array) => void;
type Clock = { decodeMs: number; encodeMs: number; verifyMs: number };

async function timed<T>(clock: Clock, part: keyof Clock, work: () => Promise<T>): Promise<T> {
  const from = performance.now();
  try {
    return await work();
  } finally {
    clock[part] += performance.now() - from;
  }
}

async function makeVariant(raster: Raster, fingerprint: Uint8Array, plan: VariantPlan, request: RenderRequest, clock: Clock, send: Send): Promise<void> {
  const output = await timed(clock, "encodeMs", async () => await encodeVariant(raster, plan, request.recipe));
  const { format, widthPx: width, heightPx: height } = plan;
  await timed(clock, "verifyMs", async () => await verifyOutput(output, { format, width, height, fingerprint }));
  send({ type: "output", reduced: plan.reduced, presets: [...plan.presets], format, width, height }, output);
}

/** Decode once, then every size: resize once, encode each format, verify, hand over. Holds one size in memory at a time. */
export async function render(bytes: Uint8Array, request: RenderRequest, send: Send): Promise<void> {
  const clock: Clock = { decodeMs: 0, encodeMs: 0, verifyMs: 0 };
  const header = await readHeader(bytes, request);
  const size = planVariants({ widthPx: header.width, heightPx: header.height, hasAlpha: header.hasAlpha }, request.recipe);
  const decoded = await timed(clock, "decodeMs", async () => await decodeMaster(bytes, { width: size.masterWidthPx, height: size.masterHeightPx }, request.maxPixels));
  const master = await dropOpaqueAlpha(decoded);
  const hasAlpha = master.channels === 2 || master.channels === 4;
  send({ type: "size", width: header.width, height: header.height, hasAlpha });

  const plan = planVariants({ widthPx: header.width, heightPx: header.height, hasAlpha }, request.recipe);
  const fingerprint = await timed(clock, "verifyMs", async () => await toFingerprint(master));
  for (const width of new Set(plan.variants.map((variant) => variant.widthPx))) {
    const variants = plan.variants.filter((variant) => variant.widthPx === width);
    const height = variants[0]?.heightPx ?? 1;
    const raster = await timed(clock, "encodeMs", async () => await resizeRaster(master, width, height));
    // One after the other: the pool runs as many children as there are cores, and five encoders at once cost twice the memory.
    for (const variant of variants) await makeVariant(raster, fingerprint, variant, request, clock, send);
    if (variants.some((variant) => !variant.reduced) && width <= request.recipe.placeholder.maxWidthPx) await makePlaceholder(master, width, height, request, send);
  }
  send({ type: "done", color: await dominantColor(master), ...clock });
}

async function makePlaceholder(master: Raster, width: number, height: number, request: RenderRequest, send: Send): Promise<void> {
  const bytes = await drawPlaceholder(master, width, height, request.recipe.placeholder.maxBytes);
  if (bytes !== null) send({ type: "placeholder", width, height }, bytes);
}
