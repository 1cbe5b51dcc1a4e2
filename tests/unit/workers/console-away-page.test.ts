import { describe, expect, test } from "vitest";
import { consoleAwayPage } from "#workers/front/console-away-page.ts";

describe("the page people see while the console is down", () => {
  const page = consoleAwayPage("/srv/seawall");

  test("is a whole page that says what is away, what still works, and where to look", () => {
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(page.trimEnd().endsWith("</html>")).toBe(true);
    expect(page).toContain("The console is away. The shop's pictures are not.");
    expect(page).toContain("POST /api/v1/uploads");
    expect(page).toContain("/srv/seawall/logs/web.log");
  });

  test("looks again by itself, and needs no script and nothing from elsewhere", () => {
    expect(page).toMatch(/<meta http-equiv="refresh" content="\d+">/);
    expect(page).not.toMatch(/<script|<link|<img|\bsrc=|\bhref=|@import|url\(|https?:\/\//i);
  });

  test("shows a folder's name as text, whatever it holds", () => {
    const nasty = consoleAwayPage('/srv/<script>alert("1")</script>&');
    expect(nasty).toContain("/srv/&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;/logs/web.log");
    expect(nasty).not.toContain("<script");
  });
});
