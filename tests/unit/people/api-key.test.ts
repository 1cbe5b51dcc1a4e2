import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseApiKey, parseBearer, toApiKeyText } from "#lib/people/rules/api-key.ts";

const SECRET = "abcdefghijklmnopqrstuvwxyzABCDEF";

describe("the text of an API key", () => {
  test("any key is read back as it was written", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9a-z]{8}$/), fc.stringMatching(/^[0-9A-Za-z_-]{32,64}$/), (prefix, secret) => {
        expect(parseApiKey(toApiKeyText({ prefix, secret }))).toEqual({ prefix, secret });
      }),
    );
  });

  test.each([
    ["nothing", ""],
    ["another kind of key", `sk_12345678_${SECRET}`],
    ["no secret", "sw_12345678_"],
    ["a short secret", `sw_12345678_${SECRET.slice(1)}`],
    ["an endless secret", `sw_12345678_${"a".repeat(65)}`],
    ["10 KB", `sw_12345678_${"a".repeat(10_000)}`],
    ["a short prefix", `sw_1234567_${SECRET}`],
    ["a prefix in capitals", `sw_1234567A_${SECRET}`],
    ["a space before", ` sw_12345678_${SECRET}`],
    ["a line break after", `sw_12345678_${SECRET}\n`],
    ["a quote inside", `sw_12345678_${SECRET}'`],
  ])("%s is no key", (_what, text) => {
    expect(parseApiKey(text)).toBeNull();
  });
});

describe("Authorization", () => {
  test.each<[string | null | undefined, string | null]>([
    ["Bearer abc", "abc"],
    ["bearer abc", "abc"],
    ["  Bearer abc  ", "abc"],
    ["Bearer sw_1_-.~+/=", "sw_1_-.~+/="],
    ["Bearer", null],
    ["Bearer ", null],
    ["Bearer a b", null],
    ["Bearerabc", null],
    ["Basic YTpi", null],
    ["abc", null],
    ["", null],
    [null, null],
    [undefined, null],
  ])("%j → %j", (header, token) => {
    expect(parseBearer(header)).toBe(token);
  });
});
