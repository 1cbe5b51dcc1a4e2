import { describe, expect, test } from "vitest";
import { listImports, walkImports } from "./walk-imports.ts";

const FRONT = "workers/front/main.ts";
const INTAKE = "workers/intake/main.ts";
const DELIVERY = "workers/delivery/main.ts";
const IMAGE = "workers/image/main.ts";
const SANDBOX = "workers/image/sandbox/child.ts";

const DATABASE = /^(?:lib\/edges\/db\/|#prisma\/|@prisma\/|pg$)/;
const CONSOLE = /^(?:app|components|lib\/api)\/|^(?:next|react|react-dom)(?:\/|$)/;
const SIGN_IN = /^(?:better-auth(?:\/|$)|lib\/people\/auth\/)/;
const QUEUES = /^(?:bullmq(?:\/|$)|lib\/queues\/queue)/;
const DECODER = /^sharp(?:\/|$)/;
const REDIS = /^(?:ioredis(?:\/|$)|lib\/edges\/redis\/)/;
const CREDENTIALS = /^lib\/edges\/(?:env|log)\.ts$/;

const reached = (entry: string): readonly string[] => {
  const { modules, packages } = walkImports(entry);
  return [...modules, ...packages];
};

describe("what a process loads", () => {
  test.each([
    [FRONT, 8, ["workers/front/proxy.ts", "workers/front/route.ts", "workers/runtime/http.ts", "lib/edges/env.ts", "pino"]],
    [INTAKE, 60, ["workers/intake/upload.ts", "lib/inspection/rules/walk-jpeg.ts", "lib/edges/db/client.ts", "#prisma/generated/client.ts", "bullmq"]],
    [DELIVERY, 18, ["workers/delivery/answer.ts", "lib/delivery/rules/plan-answer.ts", "lib/edges/storage/file-storage.ts", "lib/recipes/model.ts", "ioredis"]],
    [IMAGE, 40, ["workers/image/pool/sandbox-child.ts", "workers/image/sandbox/frames.ts", "lib/rendering/verbs/complete-rendering.ts", "lib/edges/db/client.ts", "bullmq"]],
    [SANDBOX, 8, ["workers/image/sandbox/render.ts", "workers/image/sandbox/verify.ts", "lib/recipes/rules/plan-variants.ts", "node:net", "sharp"]],
  ])("%s: at least %i modules, those we know among them", (entry, atLeast, known) => {
    expect(walkImports(entry).modules.length).toBeGreaterThanOrEqual(atLeast);
    expect(reached(entry)).toEqual(expect.arrayContaining(known));
  });

  test.each([
    ["Postgres", DELIVERY, DATABASE],
    ["Postgres", SANDBOX, DATABASE],
    ["Postgres", FRONT, DATABASE],
    ["the console", FRONT, CONSOLE],
    ["the console", INTAKE, CONSOLE],
    ["the console", DELIVERY, CONSOLE],
    ["the console", IMAGE, CONSOLE],
    ["the console", SANDBOX, CONSOLE],
    ["sign-in", DELIVERY, SIGN_IN],
    ["sign-in", SANDBOX, SIGN_IN],
    ["queues", DELIVERY, QUEUES],
    ["queues", SANDBOX, QUEUES],
    ["queues", FRONT, QUEUES],
    ["the decoder", FRONT, DECODER],
    ["the decoder", INTAKE, DECODER],
    ["the decoder", DELIVERY, DECODER],
    ["the decoder", IMAGE, DECODER],
    ["Redis", SANDBOX, REDIS],
    ["the environment and its secrets", SANDBOX, CREDENTIALS],
  ])("never %s: %s", (_what, entry, forbidden) => {
    expect(reached(entry).filter((name) => forbidden.test(name))).toEqual([]);
  });

  // The patterns above would pass by matching nothing: each one does match where the thing is at home.
  test.each([
    [INTAKE, DATABASE],
    [INTAKE, SIGN_IN],
    [IMAGE, QUEUES],
    [SANDBOX, DECODER],
    [DELIVERY, REDIS],
    [FRONT, CREDENTIALS],
    ["lib/api/server.ts", CONSOLE],
  ])("%s does reach %s", (entry, pattern) => {
    expect(reached(entry).some((name) => pattern.test(name))).toBe(true);
  });
});

describe("reading imports", () => {
  test.each<[string, string, readonly string[]]>([
    ["named", 'import { a, b as c } from "x";', ["x"]],
    ["default and names", 'import a, { b } from "x";', ["x"]],
    ["namespace", 'import * as a from "x";', ["x"]],
    ["side effect", 'import "x";', ["x"]],
    ["over several lines", 'import {\n  a,\n  b,\n} from "x";', ["x"]],
    ["an inline type still loads", 'import { type A } from "x";', ["x"]],
    ["types only", 'import type { A } from "x";\nexport type { B } from "y";', []],
    ["a thing named type", 'import type from "x";', ["x"]],
    ["re-exports", 'export { a } from "x";\nexport * from "y";\nexport * as z from "z";', ["x", "y", "z"]],
    ["dynamic", 'const a = await import("x");', ["x"]],
    ["single quotes", "import a from 'x';", ["x"]],
    ["in comments", '// import "x";\n/* import "y"; */\n/**\n * import "z";\n */', []],
    ["exports of its own", 'export const a = "x";\nexport function b() {\n  return "from";\n}\nexport type C = "d";', []],
  ])("%s", (_what, source, expected) => {
    expect(listImports(source)).toEqual(expected);
  });

  test("an entry that is not there is an error, not an empty closure", () => {
    expect(() => walkImports("workers/no-such-process/main.ts")).toThrow(/ENOENT/);
  });
});
