import { makeJpeg } from "./support/pictures.ts";
import { expect, test } from "./support/test.ts";

test("with the live line cut the page says so, asks by itself, and is live again afterwards", async ({ consolePage: page, seawall, expectedErrors }) => {
  expectedErrors.push("net::ERR_FAILED");
  const badge = page.locator("[data-live]");
  await expect(badge).toHaveAttribute("data-live", "live");
  await page.route("**/api/v1/live", async (route) => await route.abort());
  await page.reload();
  await expect(badge).toHaveAttribute("data-live", "polling", { timeout: 15_000 });
  await expect(page.getByText("Live updates are interrupted.")).toBeVisible();

  const picture = await makeJpeg("from elsewhere.jpg", { width: 300, height: 200 }, 5);
  const answer = await page.request.post(`${seawall.url}/api/v1/uploads`, { headers: { origin: seawall.url }, multipart: { file: picture } });
  expect(answer.status()).toBe(201);
  await expect(page.locator("li[data-asset]", { hasText: "from elsewhere.jpg" })).toBeVisible({ timeout: 15_000 });

  await page.unroute("**/api/v1/live");
  await expect(badge).toHaveAttribute("data-live", "live", { timeout: 15_000 });
  await expect(page.getByText("Live updates are interrupted.")).toBeHidden();
});

test("with Seawall out of reach nothing on the page is passed off as the present", async ({ consolePage: page, expectedErrors }) => {
  expectedErrors.push("net::ERR_FAILED");
  await page.goto("/health");
  await expect(page.getByRole("region", { name: "Parts" })).toBeVisible();
  await page.route("**/api/v1/**", async (route) => await route.abort());
  await expect(page.locator("li[data-part='postgres']")).toHaveAttribute("data-state", "unknown", { timeout: 30_000 });
  await expect(page.getByText("Unknown: no answer for a while.")).toBeVisible();
  await page.unroute("**/api/v1/**");
  await expect(page.locator("li[data-part='postgres']")).toHaveAttribute("data-state", "ok", { timeout: 15_000 });
});
