import { expect, test } from "vitest";
import { isSameOrigin } from "#lib/people/rules/same-origin.ts";

const HOST = "console.example:3000";

test.each<[string, string | null, string | null, string | null, boolean]>([
  ["our own page", "http://console.example:3000", HOST, "same-origin", true],
  ["our own page, from a browser without Sec-Fetch-Site", "http://console.example:3000", HOST, null, true],
  ["behind TLS on the usual port", "https://console.example", "console.example", null, true],
  ["no Origin, but the browser says same-origin", null, HOST, "same-origin", true],
  ["another site", "https://evil.example", HOST, "cross-site", false],
  ["another site that claims otherwise", "https://evil.example", HOST, "same-origin", false],
  ["another port", "http://console.example:3001", HOST, "same-site", false],
  ["a sub-domain", "http://a.console.example:3000", HOST, "same-site", false],
  ["a host that begins like ours", "http://console.example:3000.evil.example", HOST, null, false],
  ["ours as user name", "http://console.example:3000@evil.example", HOST, null, false],
  ["a sandboxed frame", "null", HOST, "cross-site", false],
  ["rubbish", "::::", HOST, null, false],
  ["an empty Origin", "", HOST, "same-origin", false],
  ["no Host to hold it against", "http://console.example:3000", null, "same-origin", false],
  ["no Origin, from another site", null, HOST, "cross-site", false],
  ["no Origin, from a sibling", null, HOST, "same-site", false],
  ["typed by hand", null, HOST, "none", false],
  ["our host in another scheme", "ftp://console.example:3000", HOST, null, false],
  ["a file, and no host", "file:///", "", null, false],
  ["our origin, but the browser says another site", "http://console.example:3000", HOST, "cross-site", false],
  ["not a browser", null, HOST, null, false],
])("%s", (_what, origin, host, secFetchSite, allowed) => {
  expect(isSameOrigin({ origin, host, secFetchSite })).toBe(allowed);
});
