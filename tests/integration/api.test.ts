import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { liveFrameSchema } from "#lib/api/contract.ts";
import { upload } from "#tests/support/api.ts";
import { makePhoto } from "#tests/support/photos.ts";
import { type TestPlatform, startPlatform } from "#tests/support/platform.ts";

const problemSchema = z.object({ type: z.string(), title: z.string(), status: z.number(), detail: z.string().min(10), code: z.string(), requestId: z.string().min(8), advice: z.string().optional() }).loose();

let platform: TestPlatform;
let admin: string;
let handle: (request: Request) => Promise<Response>;
let handleAuth: (request: Request) => Promise<Response>;

beforeAll(async () => {
  platform = await startPlatform(["intake"]);
  admin = await platform.makeKey("admin");
  ({ handleApiRequest: handle } = await import("#lib/api/handler.ts"));
  ({ handleAuthRequest: handleAuth } = await import("#lib/api/auth-handler.ts"));
});
afterAll(async () => await platform.stop());

type CallOptions = { readonly method?: string; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> };

async function call(path: string, key: string | null, options: CallOptions = {}): Promise<Response> {
  const headers = { host: new URL(platform.frontUrl).host, ...(key === null ? {} : { authorization: `Bearer ${key}` }), ...(options.body === undefined ? {} : { "content-type": "application/json" }), ...options.headers };
  return await handle(new Request(`${platform.frontUrl}/api/v1${path}`, { method: options.method ?? "GET", headers, ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }) }));
}

async function problemOf(response: Response) {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const problem = problemSchema.parse(await response.json());
  expect([problem.status, problem.requestId]).toEqual([response.status, response.headers.get("x-request-id")]);
  return problem;
}

describe("the API", () => {
  it("describes itself, uploads included", async () => {
    const { openApiDocument } = await import("#lib/api/openapi.ts");
    const document = z.object({ openapi: z.string(), paths: z.record(z.string(), z.unknown()) }).parse(await openApiDocument());
    expect(document.openapi).toMatch(/^3\.1/);
    expect(Object.keys(document.paths)).toEqual(expect.arrayContaining(["/api/v1/uploads", "/api/v1/assets", "/api/v1/assets/{id}", "/api/v1/keys", "/api/v1/live", "/api/v1/health"]));
  });

  it.each([
    ["nobody", "/assets", null, 401, "not_signed_in"],
    ["a made-up key", "/assets", "sw_abcdefgh_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 401, "not_signed_in"],
  ])("answers %s with a problem document", async (_who, path, key, status, code) => {
    expect(await problemOf(await call(path, key))).toMatchObject({ status, code });
  });

  it("says in words what is wrong with a request, and that an address does not exist", async () => {
    const tooMany = await problemOf(await call("/assets?limit=9999", admin));
    expect(tooMany).toMatchObject({ status: 400, code: "bad_request", details: { issues: [expect.objectContaining({ field: "limit" })] } });
    expect(await problemOf(await call("/assets?cursor=rubbish", admin))).toMatchObject({ code: "bad_request", reason: "cursor" });
    expect(await problemOf(await call("/assets/ast_00000000000000000000000000", admin))).toMatchObject({ status: 404, code: "not_found" });
    expect(await problemOf(await call("/no-such-thing", admin))).toMatchObject({ status: 404, code: "not_found" });
  });

  it("pages through assets newest first, each once", async () => {
    const uploaded: string[] = [];
    for (let seed = 500; seed < 505; seed += 1) uploaded.push((await upload(platform.uploadUrl, admin, await makePhoto({ seed, width: 64, height: 48 }))).asset.id);
    const pageSchema = z.object({ items: z.array(z.object({ id: z.string() })), nextCursor: z.string().nullable() });
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null && seen.length < uploaded.length) {
      const page: z.infer<typeof pageSchema> = pageSchema.parse(await (await call(`/assets?limit=2${cursor === "" ? "" : `&cursor=${cursor}`}`, admin)).json());
      seen.push(...page.items.map((item) => item.id));
      cursor = page.nextCursor;
    }
    expect(seen.slice(0, uploaded.length)).toEqual(uploaded.toReversed());
  });

  it("makes a key whose text is shown once, and ends it at once", async () => {
    const made = z.object({ key: z.object({ id: z.string(), role: z.string() }), text: z.string() }).parse(await (await call("/keys", admin, { method: "POST", body: { name: "shop import", role: "uploader", expiresInDays: 30 } })).json());
    expect(made.key.role).toBe("uploader");
    expect((await call("/me", made.text)).status).toBe(200);
    const listed = await (await call("/keys", admin)).text();
    expect(listed).toContain(made.key.id);
    expect(listed).not.toContain(made.text.split("_")[2]);
    expect((await call(`/keys/${made.key.id}/revoke`, admin, { method: "POST" })).status).toBe(200);
    expect((await call("/me", made.text)).status).toBe(401);
    expect(await problemOf(await call(`/keys/${made.key.id}/revoke`, admin, { method: "POST" }))).toMatchObject({ code: "conflict" });
  });

  it("gives each role its rights and no more", async () => {
    const uploader = await platform.makeKey("uploader");
    expect(await problemOf(await call("/keys", uploader))).toMatchObject({ status: 403, code: "forbidden", reason: "key.manage" });
    expect(await problemOf(await call("/keys", uploader, { method: "POST", body: { name: "more", role: "admin" } }))).toMatchObject({ code: "forbidden" });
    expect(await problemOf(await call("/events", uploader))).toMatchObject({ code: "forbidden", reason: "event.read" });
    expect((await call("/events", admin)).status).toBe(200);
  });

  it("keeps the audit log append-only, even for the database's owner", async () => {
    const { db } = await import("#lib/edges/db/client.ts");
    await expect(db().$executeRaw`UPDATE event SET reason = 'tidied'`).rejects.toThrow("append-only");
    await expect(db().$executeRaw`DELETE FROM event`).rejects.toThrow("append-only");
  });
});

describe("a one-time link", () => {
  const redeem = async (token: string, origin = platform.frontUrl): Promise<Response> =>
    await handleAuth(new Request(`${platform.frontUrl}/api/auth/one-time-link/redeem`, { method: "POST", headers: { "content-type": "application/json", origin, host: new URL(platform.frontUrl).host }, body: JSON.stringify({ token }) }));
  const makeToken = async (email: string, ttlMinutes = 10): Promise<string> => {
    const { createOneTimeLink } = await import("#lib/people/verbs/create-one-time-link.ts");
    return new URL(await createOneTimeLink({ email, name: "Ada", role: "admin", ttlMinutes })).hash.slice("#token=".length);
  };

  it("signs in once, as the person it was made for, with a session that only our own pages may use to change something", async () => {
    const token = await makeToken("ada@example.org");
    const [first, second] = await Promise.all([redeem(token), redeem(token)]);
    expect([first.status, second.status].toSorted((left, right) => left - right)).toEqual([200, 401]);
    const setCookie = (first.status === 200 ? first : second).headers.get("set-cookie") ?? "";
    expect(setCookie).toMatch(/HttpOnly/i);
    expect(setCookie).toMatch(/SameSite=Lax/i);
    const cookie = setCookie.split(";")[0] ?? "";
    expect(await (await call("/me", null, { headers: { cookie } })).json()).toMatchObject({ type: "user", name: "Ada", role: "admin" });

    const body = { name: "from elsewhere", role: "viewer" };
    expect(await problemOf(await call("/keys", null, { method: "POST", body, headers: { cookie, origin: "https://evil.example" } }))).toMatchObject({ code: "forbidden", reason: "cross-origin" });
    expect(await problemOf(await call("/keys", null, { method: "POST", body, headers: { cookie } }))).toMatchObject({ code: "forbidden", reason: "cross-origin" });
    expect((await call("/keys", null, { method: "POST", body, headers: { cookie, origin: platform.frontUrl } })).status).toBe(201);
  });

  it("is all of sign-in that can be reached, with signing out", async () => {
    for (const path of ["update-user", "get-session", "list-sessions", "sign-up/email", "sign-in/email"]) {
      const answer = await handleAuth(new Request(`${platform.frontUrl}/api/auth/${path}`, { method: "POST", headers: { "content-type": "application/json", origin: platform.frontUrl }, body: "{}" }));
      expect(answer.status).toBe(404);
    }
  });

  it("that is too old or made up signs nobody in", async () => {
    expect((await redeem(await makeToken("late@example.org", -1))).status).toBe(401);
    expect((await redeem("A".repeat(32))).status).toBe(401);
  });
});

describe("the live stream", () => {
  it("starts with everything and goes on with what changes", async () => {
    const stop = new AbortController();
    const response = await handle(new Request(`${platform.frontUrl}/api/v1/live`, { headers: { authorization: `Bearer ${admin}` }, signal: stop.signal }));
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    if (reader === undefined) throw new Error("no stream");
    let text = "";
    const frames = () =>
      text
        .split("\n\n")
        .map((block) => /^data: (.+)$/m.exec(block)?.[1])
        .filter((data) => data !== undefined)
        .map((data) => liveFrameSchema.safeParse(JSON.parse(data)).data)
        .filter((frame) => frame !== undefined);
    const readUntil = async (condition: () => boolean): Promise<void> => {
      while (!condition()) {
        const { value, done } = await reader.read();
        if (done) throw new Error(`the stream ended early: ${text}`);
        text += value;
      }
    };
    await readUntil(() => frames().length > 0);
    expect(frames()[0]?.kind).toBe("snapshot");
    const { asset } = await upload(platform.uploadUrl, admin, await makePhoto({ seed: 600, width: 64, height: 48 }));
    await readUntil(() => frames().some((frame) => frame.kind === "change" && frame.assets.some((changed) => changed.id === asset.id)));
    stop.abort();
    await reader.cancel();
  });
});
