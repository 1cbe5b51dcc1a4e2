import { Readable } from "node:stream";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { defaultRecipe } from "#lib/recipes/model.ts";
import { makePhoto } from "#tests/support/photos.ts";
import { descendantsOf } from "#tests/support/processes.ts";
import { detectSandboxCommand } from "#workers/image/pool/sandbox-command.ts";
import { SandboxPool, type SandboxResult } from "#workers/image/pool/sandbox-pool.ts";
import { assertPicture } from "#workers/image/store-outputs.ts";

let pool: SandboxPool;

beforeAll(async () => {
  for (const [name, value] of Object.entries({ SEAWALL_SECRET: "x".repeat(40), DATABASE_URL: "postgresql://x", REDIS_URL: "redis://x", STORAGE_URL: "file:///tmp/x", LOG_LEVEL: "silent" })) vi.stubEnv(name, value);
  pool = new SandboxPool(detectSandboxCommand(), 2, 256 * 1024 * 1024);
  await pool.warm();
});
afterAll(() => pool.close());

async function render(bytes: Buffer, options: { width: number; height: number; format?: "jpeg" | "png" | "avif"; deadlineMs?: number; source?: Readable }): Promise<SandboxResult> {
  const { width, height, format = "jpeg", deadlineMs = 60_000, source = Readable.from([bytes]) } = options;
  return await pool.run({ request: { type: "render", recipe: defaultRecipe, expected: { format, width, height }, maxPixels: 268_000_000 }, source, sizeBytes: bytes.length, deadlineMs });
}

const renderedOf = (result: SandboxResult): Extract<SandboxResult, { kind: "rendered" }> => {
  if (result.kind !== "rendered") throw new Error(`not rendered: ${JSON.stringify(result).slice(0, 300)}`);
  return result;
};

describe("the sandbox", () => {
  it("is the full one wherever bubblewrap works, with no network and no file but its own", async () => {
    expect(pool.level).toBe("sandbox");
    const [decoder] = descendantsOf(process.pid).filter((child) => child.command.startsWith(process.execPath) && child.command.includes("sandbox/child.ts"));
    const { readFileSync, readdirSync, readlinkSync } = await import("node:fs");
    const environment = readFileSync(`/proc/${decoder?.pid}/environ`, "utf8").split("\0").filter((line) => line !== "" && !line.startsWith("PWD="));
    expect(environment).toEqual(["MALLOC_ARENA_MAX=2"]);
    expect(readdirSync(`/proc/${decoder?.pid}/root`)).not.toContain("etc/passwd");
    expect(readdirSync(`/proc/${decoder?.pid}/root`)).not.toContain("home");
    expect(readlinkSync(`/proc/${decoder?.pid}/ns/net`)).not.toBe(readlinkSync("/proc/self/ns/net"));
    expect(readFileSync(`/proc/${decoder?.pid}/status`, "utf8")).toMatch(/^CapEff:\s+0+$/m);
    expect(readFileSync(`/proc/${decoder?.pid}/mounts`, "utf8")).toMatch(/ \/proc\/sys proc ro,/);
    expect(readFileSync(`/proc/${decoder?.pid}/limits`, "utf8")).toMatch(/Max data size\s+\d+/);
  });

  it("makes every variant once, never larger than the source, with placeholders of at most 600 bytes", async () => {
    const { size, outputs, placeholders, done } = renderedOf(await render(await makePhoto({ width: 1000, height: 700 }), { width: 1000, height: 700 }));
    expect(size).toMatchObject({ width: 1000, height: 700, hasAlpha: false });
    const widths = (reduced: boolean): readonly number[] => outputs.filter((output) => output.message.reduced === reduced).map((output) => output.message.width).toSorted((left, right) => left - right);
    expect(widths(false)).toEqual([160, 160, 160, 400, 400, 400, 800, 800, 800, 1000, 1000, 1000]);
    expect(widths(true)).toEqual([80, 80, 200, 200, 400, 400, 500, 500]);
    expect(outputs.find((output) => output.message.width === 1000)?.message.presets).toEqual(["hero", "zoom"]);
    expect(placeholders.map((placeholder) => placeholder.width)).toEqual([160, 400, 800]);
    expect(Math.max(...placeholders.map((placeholder) => placeholder.body.length))).toBeLessThanOrEqual(600);
    expect(done.color).toMatch(/^#[0-9a-f]{6}$/);
  });

  it("treats an opaque alpha channel as none and a grey picture as a picture", async () => {
    const opaque = await sharp({ create: { width: 200, height: 100, channels: 4, background: { r: 200, g: 60, b: 20, alpha: 1 } } }).png().toBuffer();
    expect(renderedOf(await render(opaque, { width: 200, height: 100, format: "png" })).size.hasAlpha).toBe(false);
    const grey = await sharp(await makePhoto({ width: 300, height: 200 })).greyscale().jpeg().toBuffer();
    expect(renderedOf(await render(grey, { width: 300, height: 200 })).outputs).not.toHaveLength(0);
  });

  it("renders a tower taller than WebP and AVIF can be", async () => {
    const tower = await sharp({ create: { width: 60, height: 20_000, channels: 3, background: "#446688" } }).png().toBuffer();
    const { outputs } = renderedOf(await render(tower, { width: 60, height: 20_000, format: "png" }));
    expect(Math.max(...outputs.map((output) => output.message.height))).toBeLessThanOrEqual(16_383);
  });

  it("reports damaged picture data and a header that disagrees, and goes on", async () => {
    const photo = await makePhoto({ width: 800, height: 600 });
    expect(await render(photo.subarray(0, photo.length / 2), { width: 800, height: 600 })).toMatchObject({ kind: "rejected", error: { kind: "decode" } });
    expect(await render(photo, { width: 801, height: 600 })).toMatchObject({ kind: "rejected", error: { kind: "disagrees" } });
    expect((await render(photo, { width: 800, height: 600 })).kind).toBe("rendered");
  });

  it("loads no format but the five allowed ones, whatever the file says it is", async () => {
    const tiff = await sharp(await makePhoto({ width: 64, height: 64 })).tiff().toBuffer();
    expect(await render(tiff, { width: 64, height: 64 })).toMatchObject({ kind: "rejected" });
  });

  it("refuses memory beyond its limit with the child alive, so that a bomb costs one job", async () => {
    // 8192² AVIF wants 1.2 GB; as a child it gets 512 MB above what its runtime holds.
    const bomb = await sharp({ create: { width: 8192, height: 8192, channels: 3, background: "#123456" } }).avif({ effort: 0, quality: 10 }).toBuffer();
    const before = pool.pids;
    expect(await render(bomb, { width: 8192, height: 8192, format: "avif" })).toMatchObject({ kind: "rejected", error: { kind: "memory" } });
    expect(pool.pids).toEqual(before);
    expect((await render(await makePhoto({ width: 300, height: 200 }), { width: 300, height: 200 })).kind).toBe("rendered");
  });

  it("for monsters gives each a fresh child, so that a progressive giant after a giant is rendered like the first", async () => {
    const monsters = new SandboxPool(detectSandboxCommand(19), 1, 24 * 1024 * 1024);
    try {
      const giant = await sharp({ create: { width: 12_000, height: 9_000, channels: 3, background: "#6688aa" }, limitInputPixels: false }).jpeg({ quality: 80, progressive: true, chromaSubsampling: "4:2:0" }).toBuffer();
      for (let round = 0; round < 2; round += 1) {
        const request = { type: "render", recipe: defaultRecipe, expected: { format: "jpeg", width: 12_000, height: 9_000 }, maxPixels: 268_000_000 } as const;
        expect((await monsters.run({ request, source: Readable.from([giant]), sizeBytes: giant.length, deadlineMs: 300_000 })).kind).toBe("rendered");
      }
    } finally {
      monsters.close();
    }
  }, 120_000);

  it("is killed at its deadline, and the next job gets a new child", async () => {
    const large = await makePhoto({ width: 4000, height: 3000 });
    expect(await render(large, { width: 4000, height: 3000, deadlineMs: 30 })).toEqual({ kind: "timeout", deadlineMs: 30 });
    expect((await render(await makePhoto({ width: 300, height: 200 }), { width: 300, height: 200 })).kind).toBe("rendered");
  });

  it("gives storage the blame when the original cannot be read to its end", async () => {
    const photo = await makePhoto({ width: 800, height: 600 });
    const broken = Readable.from((function* () {
      yield photo.subarray(0, 1_000);
      throw new Error("disk gone");
    })());
    await expect(render(photo, { width: 800, height: 600, source: broken })).rejects.toThrow("disk gone");
    expect((await render(photo, { width: 800, height: 600 })).kind).toBe("rendered");
  });

  it("cannot publish anything that is not the image it announced", () => {
    const announced = { format: "jpeg", width: 400, height: 300 } as const;
    expect(() => assertPicture(Buffer.from("<!doctype html><script>alert(1)</script>"), announced)).toThrow("announced jpeg");
  });

  it("cannot publish a picture of another size, or with something behind it", async () => {
    const picture = await makePhoto({ width: 400, height: 300 });
    expect(() => assertPicture(picture, { format: "jpeg", width: 400, height: 300 })).not.toThrow();
    expect(() => assertPicture(picture, { format: "jpeg", width: 401, height: 300 })).toThrow("not what it says");
    expect(() => assertPicture(Buffer.concat([picture, Buffer.from("<?php phpinfo();")]), { format: "jpeg", width: 400, height: 300 })).toThrow("not what it says");
  });
});
