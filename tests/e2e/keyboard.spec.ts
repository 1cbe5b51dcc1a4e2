import type { Page } from "@playwright/test";
import { makeJpeg } from "./support/pictures.ts";
import { makeSignInLink } from "./support/running.ts";
import { expect, signIn, test } from "./support/test.ts";

const MAX_TABS = 40;

/** Presses Tab until something with this name has the focus. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let count = 0; count < MAX_TABS; count += 1) {
    await page.keyboard.press("Tab");
    // Past the last control the focus is the browser's own, and the body stands for it.
    const label = await page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? (document.activeElement === document.body ? "" : (document.activeElement?.textContent ?? "")));
    if (typeof name === "string" ? label.trim() === name : name.test(label)) return;
  }
  throw new Error(`no ${String(name)} within ${MAX_TABS} tabs`);
}

test("the whole way without a mouse", async ({ page }) => {
  await page.goto(await makeSignInLink());
  await expect(page.getByRole("button", { name: "Sign in" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Assets", level: 1 })).toBeVisible();

  await tabTo(page, "Skip to the page");
  await expect(page.getByRole("link", { name: "Skip to the page" })).toBeInViewport();
  await page.keyboard.press("Enter");
  await tabTo(page, "Choose files");
  const chooser = page.waitForEvent("filechooser");
  await page.keyboard.press("Enter");
  await (await chooser).setFiles([await makeJpeg("by keyboard.jpg", { width: 640, height: 480 }, 6)]);

  const row = page.locator("li[data-asset]", { hasText: "by keyboard.jpg" });
  await expect(row).toHaveAttribute("data-state", "ready", { timeout: 45_000 });
  await tabTo(page, "Dismiss by keyboard.jpg");
  await page.keyboard.press("Enter");
  await expect(page.locator("li[data-upload]")).toHaveCount(0);
  await tabTo(page, "by keyboard.jpg");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "by keyboard.jpg" })).toBeVisible();
  await tabTo(page, "Copy snippet");
  await tabTo(page, /^Assets/);
});

test("the colours stay as chosen, from the first paint on", async ({ consolePage: page }) => {
  await page.getByRole("button", { name: /^Colours: as your system/ }).click();
  await page.getByRole("button", { name: /^Colours: light/ }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  const html = await (await page.request.get("/assets")).text();
  expect(html).toContain('data-theme="dark"');
});

test("signing out ends the session", async ({ page }) => {
  await signIn(page, await makeSignInLink());
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in to Seawall" })).toBeVisible();
  await page.goto("/assets");
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fassets$/);
});
