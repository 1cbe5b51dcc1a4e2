import { describe, expect, test } from "vitest";
import { type Served, servedKinds } from "#lib/delivery/model.ts";
import { type AnswerFacts, answerHeaders, matchesEtag } from "#lib/delivery/rules/answer-headers.ts";

const YEAR_SECONDS = 31_536_000;

const headersOf = (change: Partial<AnswerFacts> = {}) =>
  answerHeaders({ served: "variant", level: 0, contentType: "image/avif", etag: '"abc"', current: true, negotiated: true, bytes: 1234, durationMs: 1.26, jitter: 0, ...change });

const cacheOf = (served: Served, current: boolean): string => String(headersOf({ served, current })["Cache-Control"]);
const maxAge = (cache: string, name = "max-age"): number => Number(new RegExp(`(?:^|[ ,])${name}=(\\d+)`).exec(cache)?.[1]);

describe("how long an answer may be kept", () => {
  test("a year, for a real variant whose URL names the current version", () => {
    expect(cacheOf("variant", true)).toBe(`public, max-age=${YEAR_SECONDS}, immutable, stale-if-error=${YEAR_SECONDS}`);
  });

  test("a minute, for a real variant under any other version, and longer while we are away", () => {
    const cache = cacheOf("variant", false);
    expect(cache).not.toContain("immutable");
    expect(maxAge(cache)).toBe(60);
    expect(maxAge(cache, "stale-if-error")).toBeGreaterThanOrEqual(3_600);
  });

  test.each(servedKinds.filter((served) => served !== "variant").flatMap((served) => [true, false].map((current) => [served, current] as const)))(
    "seconds for %s (current: %s), a little longer in shared caches, never the year",
    (served, current) => {
      const cache = cacheOf(served, current);
      expect(cache).not.toContain("immutable");
      expect(maxAge(cache)).toBeLessThanOrEqual(10);
      expect(maxAge(cache, "s-maxage")).toBeGreaterThan(maxAge(cache));
      expect(maxAge(cache, "s-maxage")).toBeLessThanOrEqual(60);
    },
  );
});

test("degraded answers end at different moments in shared caches, so that they do not all come back at once", () => {
  const lifetimes = [0, 0.25, 0.5, 0.75, 0.999].map((jitter) => maxAge(String(headersOf({ served: "placeholder", jitter })["Cache-Control"]), "s-maxage"));
  expect(new Set(lifetimes).size).toBe(5);
  expect(lifetimes).toEqual(lifetimes.toSorted((left, right) => left - right));
  expect(lifetimes.at(-1)).toBeLessThanOrEqual(30);
  expect(headersOf({ jitter: 0.9 })["Cache-Control"]).toBe(headersOf({ jitter: 0 })["Cache-Control"]);
});

describe("what an answer says of itself", () => {
  test("its type, size, tag, rung and time", () => {
    expect(headersOf({ served: "nearest", level: 2, bytes: 99 })).toMatchObject({
      "Content-Type": "image/avif",
      "Content-Length": 99,
      ETag: '"abc"',
      "X-Image-Served": "nearest",
      "X-Degradation-Level": 2,
      "Server-Timing": 'answer;dur=1.3;desc="nearest"',
    });
  });

  test("it varies by Accept exactly when the format was negotiated", () => {
    expect(headersOf({ negotiated: true })).toHaveProperty("Vary", "Accept");
    expect(headersOf({ negotiated: false })).not.toHaveProperty("Vary");
  });

  test("opened by itself it can run nothing and be taken for nothing else", () => {
    expect(headersOf()).toMatchObject({ "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox", "Cross-Origin-Resource-Policy": "cross-origin" });
  });
});

describe("If-None-Match", () => {
  test.each<[string, string | undefined, boolean]>([
    ["absent", undefined, false],
    ["empty", "", false],
    ["the same", '"abc"', true],
    ["weak", 'W/"abc"', true],
    ["anything", "*", true],
    ["anything, with spaces", " * ", true],
    ["one of several", '"x", W/"y" , "abc"', true],
    ["another", '"abcd"', false],
    ["without quotes", "abc", false],
    ["a star among others is no wildcard", '"x", *', false],
    ["after 10 KB of rubbish", `${'"x",'.repeat(2_500)}"abc"`, false],
  ])("%s", (_what, header, matches) => {
    expect(matchesEtag(header, '"abc"')).toBe(matches);
  });
});
