import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { z } from "zod";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const report = z.object({ diagnostics: z.array(z.object({ code: z.string(), severity: z.string(), filename: z.string(), message: z.string() })), number_of_files: z.number() });

const FILES = {
  "bad-import.ts": 'import { readFile } from "node:fs/promises";\nexport const read = readFile;\n',
  "bad-export.ts": 'export { readFile } from "node:fs/promises";\n',
  "bad-export-all.ts": 'export * from "node:path";\n',
  "bad-dynamic.ts": 'export const load = async () => await import("node:fs");\n',
  "good.ts": 'import { z } from "zod";\nexport const schema = z.string();\n',
  "good-type.ts": 'import type { Readable } from "node:stream";\nexport type Bytes = Readable;\n',
};

test("the linter itself refuses what the boundary refuses, and nothing else", { timeout: 60_000 }, async () => {
  const name = `zz-probe-${randomBytes(6).toString("hex")}`;
  const folder = `${root}lib/${name}`;
  try {
    await mkdir(`${folder}/rules`, { recursive: true });
    await Promise.all(Object.entries(FILES).map(async ([file, text]) => await writeFile(`${folder}/rules/${file}`, text)));
    const args = [`${root}node_modules/oxlint/bin/oxlint`, "-c", "oxlint.config.ts", "--format", "json", `lib/${name}`];
    const run = await promisify(execFile)(process.execPath, args, { cwd: root }).catch((error: unknown) => error);
    const { code, stdout } = z.object({ code: z.number(), stdout: z.string() }).parse(run);
    expect(code).toBe(1);
    const { diagnostics, number_of_files: count } = report.parse(JSON.parse(stdout));
    expect(count).toBe(Object.keys(FILES).length);
    expect(diagnostics.map((found) => [found.filename, found.code, found.severity].join(" ")).sort()).toEqual(
      ["bad-dynamic", "bad-export-all", "bad-export", "bad-import"].map((file) => `lib/${name}/rules/${file}.ts seawall(imports) error`),
    );
    for (const { message } of diagnostics) expect(message).toContain("rules and models are pure");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
