import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { storageKeys } from "#lib/edges/storage/keys.ts";
import { assertKey } from "#lib/edges/storage/storage.ts";
import { newId } from "#lib/edges/time.ts";

describe("storage keys", () => {
  test("where things lie", () => {
    const sha256 = "ab".padEnd(64, "0");
    expect(storageKeys.original(sha256)).toBe(`originals/ab/${sha256}`);
    expect(storageKeys.variant(sha256, "avif")).toBe(`variants/ab/${sha256}.avif`);
    expect(storageKeys.manifest("ast_0123xy")).toBe("manifests/xy/ast_0123xy.json");
  });

  test("every key we build is a key, and differs for different things", () => {
    const hash = fc.stringMatching(/^[0-9a-f]{64}$/);
    fc.assert(
      fc.property(hash, fc.uint8Array({ minLength: 10, maxLength: 10 }), (sha256, random) => {
        const keys = [storageKeys.original(sha256), storageKeys.variant(sha256, "webp"), storageKeys.variant(sha256, "avif"), storageKeys.manifest(newId("ast", new Date(0), random))];
        for (const key of keys) expect(() => assertKey(key)).not.toThrow();
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });

  test.each(["a", "a/b", "control/levers.json", "a-b_c.d/e", "_x/-y", "a."])("%j is a key", (key) => {
    expect(() => assertKey(key)).not.toThrow();
  });

  test.each(["", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/..", "a..b", "./a", "a/./b", ".hidden", "a/.partial-1", "A", "a b", "a\\b", "a\0b", "a\n", "a\nb", "%2e%2e/a", "~/a", "C:/a", "file:///a", "ä", "a/*"])(
    "%j is none",
    (key) => {
      expect(() => assertKey(key)).toThrow(/not a storage key/);
    },
  );
});
