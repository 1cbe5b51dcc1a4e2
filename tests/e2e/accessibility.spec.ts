import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { dropFiles } from "./support/drop-files.ts";
import { makeJpeg, makeTextNamedJpeg } from "./support/pictures.ts";
import { expect, test } from "./support/test.ts";

const views = [
  { scheme: "light", width: 1440, height: 900 },
  { scheme: "dark", width: 1440, height: 900 },
  { scheme: "light", width: 390, height: 844 },
  { scheme: "dark", width: 390, height: 844 },
] as const;

async function expectClean(page: Page, what: string): Promise<void> {
  const { violations, passes } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${what}: ${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
  expect(passes.length, "axe looked at something").toBeGreaterThan(10);
  const overflowPx = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(overflowPx, `${what}: scrolls sideways`).toBeLessThanOrEqual(0);
}

for (const { scheme, width, height } of views) {
  test(`axe finds nothing, ${scheme}, ${width} px wide`, async ({ consolePage: page }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width, height });
    await dropFiles(page, [await makeJpeg(`for axe ${scheme} ${width}.jpg`, { width: 700, height: 500 }, width), makeTextNamedJpeg("refused.jpg")]);
    const row = page.locator("li[data-asset]", { hasText: `for axe ${scheme} ${width}.jpg` });
    await expect(row).toHaveAttribute("data-state", "ready", { timeout: 45_000 });
    await expectClean(page, "assets");
    await row.getByRole("link").click();
    await expect(page.getByText(/^Ready: \d+ variants/)).toBeVisible();
    await expectClean(page, "asset");
    await page.getByRole("link", { name: "Health" }).click();
    await expect(page.getByRole("region", { name: "Parts" })).toBeVisible();
    await expectClean(page, "health");
    await page.context().clearCookies();
    await page.goto("/sign-in");
    await expect(page.getByText("npm run -s sign-in", { exact: true })).toBeVisible();
    await expectClean(page, "sign-in");
  });
}
