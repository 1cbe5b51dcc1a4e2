import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanFileName } from "#lib/assets/rules/clean-file-name.ts";

const EMOJI = "\u{1f3d6}";

describe("the name a person sees for an uploaded file", () => {
  test.each<[string, string, string]>([
    ["a plain name", "hero.jpg", "hero.jpg"],
    ["spaces inside", "summer sale 2026.png", "summer sale 2026.png"],
    ["spaces around", "  a.png \t", "a.png"],
    ["other scripts", "海岸 мост.avif", "海岸 мост.avif"],
    ["a decomposed accent is composed", "e\u0301te\u0301.jpg", "\u00e9t\u00e9.jpg"],
    ["a family stays one emoji", "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}.png", "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}.png"],
    ["a Unix path", "/etc/passwd", "passwd"],
    ["climbing", "../../../x.png", "x.png"],
    ["a Windows path", "C:\\Users\\me\\b.gif", "b.gif"],
    ["mixed separators", "a/b\\c/d.webp", "d.webp"],
    ["a right-to-left override that hides an ending", "photo\u202egpj.exe", "photogpj.exe"],
    ["isolates and marks", "\u2066a\u2069\u200e\u200f\u061cb.png", "ab.png"],
    ["invisible characters", "a\u200bb\ufeffc\u00ad.png", "abc.png"],
    ["control characters", "a\r\nSet-Cookie: x\0\u001b[31m.png", "aSet-Cookie: x[31m.png"],
    ["C1 controls", "a\u0085\u009bb.png", "ab.png"],
    ["private use and unassigned", "a\ue000\u{10ffff}\ufdd0b", "ab"],
    ["markup is only text", "<img src=x>.png", "<img src=x>.png"],
    ["nothing", "", "unnamed"],
    ["spaces alone", " \t ", "unnamed"],
    ["invisible alone", "\u202e\0\u200b", "unnamed"],
    ["a folder", "photos/", "unnamed"],
    ["this folder", ".", "unnamed"],
    ["the folder above", "..", "unnamed"],
    ["many dots", "......", "unnamed"],
    ["dots in the end of a path", "a/..", "unnamed"],
    ["dots with something hidden between", ".\u200b.", "unnamed"],
    ["a hidden file", ".htaccess", ".htaccess"],
  ])("%s", (_what, given, shown) => {
    expect(cleanFileName(given)).toBe(shown);
  });

  test("4 KB of emoji: 200 whole ones", () => {
    expect(cleanFileName(EMOJI.repeat(1_024))).toBe(EMOJI.repeat(200));
  });

  test("200 characters stay, the 201st goes", () => {
    expect(cleanFileName("a".repeat(200))).toHaveLength(200);
    expect(cleanFileName(`${"a".repeat(200)}b`)).toBe("a".repeat(200));
  });

  const nasty = fc.string({ unit: fc.constantFrom("/", "\\", ".", " ", "\0", "\n", "\u202e", "\u200d", "\u200b", "a", EMOJI, "\u0301"), maxLength: 300 });
  test("any name: never a path, a control, empty or long", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary", maxLength: 400 }), nasty), (name) => {
        const shown = cleanFileName(name);
        expect(shown).not.toMatch(/[/\\\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
        expect(shown).not.toMatch(/^\.*$/);
        expect(Array.from(shown).length).toBeLessThanOrEqual(200);
      }),
    );
  });

  test("cleaning twice is cleaning once, whatever the name", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "grapheme", maxLength: 400 }), fc.string({ unit: "binary", maxLength: 400 }), nasty), (name) => {
        const shown = cleanFileName(name);
        expect(cleanFileName(shown)).toBe(shown);
      }),
    );
  });
});
