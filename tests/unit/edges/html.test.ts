import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { escapeHtml, html } from "#lib/edges/html.ts";

describe("html", () => {
  test.each<[string, string]>([
    ["<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"],
    [`" onload='x'`, "&quot; onload=&#39;x&#39;"],
    ["a & b", "a &amp; b"],
    ["&amp;", "&amp;amp;"],
    ["plain", "plain"],
    ["", ""],
  ])("%j becomes %j", (text, safe) => {
    expect(escapeHtml(text)).toBe(safe);
    expect(html`<p title="${text}">${text}</p>`.markup).toBe(`<p title="${safe}">${safe}</p>`);
  });

  test("markup inside markup is kept, text inside it is escaped once", () => {
    const inner = html`<b>${"<i>"}</b>`;
    expect(html`<p>${inner} ${3} ${"&"}</p>`.markup).toBe("<p><b>&lt;i&gt;</b> 3 &amp;</p>");
    expect(html`no values`.markup).toBe("no values");
    expect(html`${"a"}${"b"}`.markup).toBe("ab");
  });

  test("text cannot open a tag or leave an attribute, and reads as it was written", () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom("<", ">", "&", '"', "'", "amp;", "a") }));
    const back = (safe: string): string => safe.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&amp;", "&");
    fc.assert(
      fc.property(text, (given) => {
        const safe = escapeHtml(given);
        expect(safe).not.toMatch(/[<>"']/);
        expect(back(safe)).toBe(given);
      }),
    );
  });
});
