import { describe, expect, test } from "vitest";
import { findImportViolation } from "#scripts/lint/boundaries.ts";

const PURE = "rules and models are pure";
const EDGES = "edges know no noun";
const STORES = "stores reach rules and edges";
const VERBS = "verbs reach rules, stores, edges and other verbs";
const CONTRACT = "the contract is pure";
const CLIENT = "the client knows the contract, never the router";
const APP = "app reaches lib/api and components";
const COMPONENTS = "components reach ui, models, rules and the client";
const WORKERS = "workers reach lib";
const SCRIPTS = "scripts reach lib";
const NOBODY = "nobody imports app or workers";
const CLIMB = "climb no folders: use #lib/…, #workers/… instead";

describe("each part of the house imports only what lies below it", () => {
  test.each([
    ["lib/assets/rules/transitions.ts", "zod"],
    ["lib/assets/rules/transitions.ts", "../model.ts"],
    ["lib/assets/rules/transitions.ts", "./clean-file-name.ts"],
    ["lib/assets/rules/transitions.ts", "#lib/recipes/model.ts"],
    ["lib/assets/rules/transitions.ts", "#lib/recipes/rules/plan-variants.ts"],
    ["lib/assets/model.ts", "#lib/recipes/model.ts"],
    ["lib/edges/storage/open.ts", "node:url"],
    ["lib/edges/storage/open.ts", "../env.ts"],
    ["lib/edges/log.ts", "pino"],
    ["lib/edges/log.ts", "#lib/edges/env.ts"],
    ["lib/edges/db/client.ts", "#prisma/generated/client.ts"],
    ["lib/api/contract.ts", "@orpc/contract"],
    ["lib/api/contract.ts", "zod"],
    ["lib/api/contract.ts", "#lib/assets/model.ts"],
    ["lib/api/client.ts", "./contract.ts"],
    ["lib/api/client.ts", "@orpc/client"],
    ["lib/api/client.ts", "@orpc/openapi-client/fetch"],
    ["lib/api/router.ts", "@orpc/server"],
    ["lib/api/router.ts", "#lib/assets/verbs/get-asset.ts"],
    ["lib/api/router.ts", "./contract.ts"],
    ["lib/assets/store.ts", "#lib/edges/db/client.ts"],
    ["lib/assets/store.ts", "./model.ts"],
    ["lib/assets/store.ts", "#lib/events/store.ts"],
    ["lib/assets/verbs/get-asset.ts", "../store.ts"],
    ["lib/assets/verbs/get-asset.ts", "node:crypto"],
    ["lib/assets/verbs/get-asset.ts", "#lib/people/verbs/require-right.ts"],
    ["app/(console)/assets/page.tsx", "#lib/api/server.ts"],
    ["app/(console)/assets/page.tsx", "#components/assets/library.tsx"],
    ["app/(console)/assets/page.tsx", "next/headers"],
    ["components/assets/library.tsx", "react"],
    ["components/assets/library.tsx", "#lib/api/client.ts"],
    ["components/assets/library.tsx", "#lib/assets/rules/transitions.ts"],
    ["workers/image/main.ts", "#lib/edges/log.ts"],
    ["workers/image/main.ts", "#workers/runtime/main.ts"],
    ["workers/image/main.ts", "./limits.ts"],
    ["scripts/key.ts", "#lib/people/verbs/create-api-key.ts"],
    ["scripts/key.ts", "#scripts/launcher/secrets.ts"],
    ["next.config.js", "anything"],
    ["tests/unit/x.test.ts", "../../workers/image/main.ts"],
    ["tests/unit/x.test.ts", "sharp"],
  ])("%s may import %s", (file, specifier) => {
    expect(findImportViolation(file, specifier, ["anything"])).toBeNull();
  });

  test.each([
    ["lib/assets/rules/transitions.ts", "node:crypto", PURE],
    ["lib/assets/rules/transitions.ts", "../store.ts", PURE],
    ["lib/assets/rules/transitions.ts", "../verbs/get-asset.ts", PURE],
    ["lib/assets/rules/transitions.ts", "#lib/edges/time.ts", PURE],
    ["lib/assets/rules/transitions.ts", "#lib/assets/store.ts", PURE],
    ["lib/assets/rules/transitions.ts", "date-fns", PURE],
    ["lib/assets/model.ts", "#lib/edges/env.ts", PURE],
    ["lib/assets/model.ts", "node:fs", PURE],
    ["lib/edges/log.ts", "#lib/assets/model.ts", EDGES],
    ["lib/edges/log.ts", "#lib/people/verbs/require-right.ts", EDGES],
    ["lib/edges/log.ts", "#lib/api/contract.ts", EDGES],
    ["lib/api/contract.ts", "@orpc/server", CONTRACT],
    ["lib/api/contract.ts", "#lib/assets/verbs/get-asset.ts", CONTRACT],
    ["lib/api/contract.ts", "#lib/edges/env.ts", CONTRACT],
    ["lib/api/client.ts", "./router.ts", CLIENT],
    ["lib/api/client.ts", "@orpc/server", CLIENT],
    ["lib/api/client.ts", "@orpc/openapi", CLIENT],
    ["lib/api/client.ts", "#lib/assets/store.ts", CLIENT],
    ["lib/api/client.ts", "node:http", CLIENT],
    ["lib/assets/store.ts", "#lib/people/verbs/require-right.ts", STORES],
    ["lib/assets/store.ts", "pino", STORES],
    ["lib/assets/verbs/get-asset.ts", "#lib/api/router.ts", VERBS],
    ["lib/assets/verbs/get-asset.ts", "#components/ui/button.tsx", VERBS],
    ["lib/rendering/manifest-file.ts", "#scripts/key.ts", VERBS],
    ["app/page.tsx", "#lib/assets/store.ts", APP],
    ["app/page.tsx", "#lib/assets/verbs/get-asset.ts", APP],
    ["app/page.tsx", "#lib/edges/db/client.ts", APP],
    ["app/page.tsx", "node:fs", APP],
    ["components/assets/library.tsx", "#lib/api/router.ts", COMPONENTS],
    ["components/assets/library.tsx", "#lib/api/server.ts", COMPONENTS],
    ["components/assets/library.tsx", "#lib/assets/store.ts", COMPONENTS],
    ["components/assets/library.tsx", "node:fs", COMPONENTS],
    ["workers/image/main.ts", "#lib/api/router.ts", WORKERS],
    ["workers/image/main.ts", "#components/ui/button.tsx", WORKERS],
    ["scripts/key.ts", "#lib/api/router.ts", SCRIPTS],
    ["lib/assets/verbs/get-asset.ts", "#workers/image/limits.ts", NOBODY],
    ["lib/edges/log.ts", "#workers/runtime/main.ts", NOBODY],
    ["app/page.tsx", "#workers/front/route.ts", NOBODY],
    ["scripts/key.ts", "#workers/front/route.ts", NOBODY],
    ["components/assets/library.tsx", "#app/page.tsx", NOBODY],
    ["workers/image/pool/sandbox-pool.ts", "../../../lib/edges/log.ts", CLIMB],
    ["lib/assets/rules/transitions.ts", "../../recipes/model.ts", CLIMB],
    ["app/page.tsx", "../../lib/assets/store.ts", CLIMB],
    ["workers/front/proxy.ts", "./../../lib/api/router.ts", CLIMB],
  ])("%s may not import %s", (file, specifier, why) => {
    expect(findImportViolation(file, specifier)).toBe(why);
  });
});

describe("packages that open a door have one holder", () => {
  test.each([
    ["sharp", ["*"], "workers/image/sandbox/decoder.ts"],
    ["sharp", ["*"], "prisma/seed/library.ts"],
    ["bullmq", ["Worker"], "workers/image/main.ts"],
    ["bullmq", ["Queue"], "lib/queues/queue.ts"],
    ["bullmq", ["Job"], "lib/rendering/verbs/start-rendering.ts"],
    ["ioredis", ["Redis"], "lib/edges/redis/connection.ts"],
    ["pg", ["Pool"], "lib/edges/db/client.ts"],
    ["pg", ["Client"], "scripts/launcher/postgres-server.ts"],
    ["@prisma/adapter-pg", ["PrismaPg"], "lib/edges/db/client.ts"],
    ["better-auth/plugins", ["twoFactor"], "lib/people/auth/auth.ts"],
    ["better-auth/react", ["createAuthClient"], "components/people/sign-in.tsx"],
    ["next/navigation", ["redirect"], "app/page.tsx"],
    ["react", ["useState"], "components/ui/clock.tsx"],
  ])("%s %j is held by %s", (specifier, names, file) => {
    expect(findImportViolation(file, specifier, names)).toBeNull();
  });

  test.each([
    ["sharp", ["*"], "workers/image/main.ts", "sandbox only"],
    ["sharp", ["*"], "workers/delivery/main.ts", "sandbox only"],
    ["sharp", ["*"], "lib/edges/picture.ts", "sandbox only"],
    ["sharp", ["*"], "app/page.tsx", "sandbox only"],
    ["bullmq", ["Worker"], "lib/queues/queue.ts", "run in workers/"],
    ["bullmq", ["Job", "Worker"], "app/page.tsx", "run in workers/"],
    ["bullmq", ["Queue"], "workers/image/main.ts", "opened in lib/queues"],
    ["bullmq", ["FlowProducer"], "lib/batches/verbs/start.ts", "opened in lib/queues"],
    ["bullmq", ["*"], "lib/rendering/verbs/start-rendering.ts", "run in workers/"],
    ["ioredis", ["Redis"], "lib/queues/queue.ts", "lib/edges/redis"],
    ["ioredis", ["*"], "workers/delivery/main.ts", "lib/edges/redis"],
    ["pg", ["Pool"], "lib/assets/store.ts", "lib/edges/db"],
    ["@prisma/client", ["Prisma"], "workers/intake/main.ts", "lib/edges/db"],
    ["#prisma/generated/client.ts", ["Prisma"], "lib/assets/store.ts", "lib/edges/db"],
    ["better-auth", ["betterAuth"], "lib/api/auth-handler.ts", "lib/people/auth"],
    ["next/headers", ["cookies"], "lib/people/verbs/require-right.ts", "only app and components know Next"],
    ["next", [], "workers/front/main.ts", "only app and components know Next"],
    ["react", ["*"], "lib/edges/html.ts", "only app and components know React"],
    ["react-dom/server", ["renderToString"], "workers/delivery/main.ts", "only app and components know React"],
  ])("%s %j is refused to %s", (specifier, names, file, why) => {
    expect(findImportViolation(file, specifier, names)).toContain(why);
  });
});

describe("a path says where it leads, however it is written", () => {
  test.each([
    ["lib/assets/model.ts", "./store.ts"],
    ["lib/assets/rules/x.ts", "./../store.ts"],
    ["lib/api/contract.ts", "./router.ts"],
    ["lib/assets/store.ts", "./verbs/get-asset.ts"],
    ["lib/edges/log.ts", "../people/model.ts"],
    ["lib/rendering/manifest-file.ts", "../api/router.ts"],
    ["app/page.tsx", "../lib/assets/store.ts"],
    ["workers/delivery/main.ts", "../image/sandbox/decoder.ts"],
    ["workers/delivery/main.ts", "#workers/image/sandbox/decoder.ts"],
    ["components/ui/cn.ts", "fs"],
    ["app/page.tsx", "child_process"],
    ["workers/image/main.ts", "sharp/lib/index.js"],
  ])("%s may not import %s", (file, specifier) => {
    expect(findImportViolation(file, specifier, ["*"])).not.toBeNull();
  });

  test("a dynamic import brings everything", () => {
    expect(findImportViolation("app/page.tsx", "bullmq", ["*"])).not.toBeNull();
  });
});
