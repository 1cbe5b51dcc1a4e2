import { dropFiles } from "./support/drop-files.ts";
import { makeJpeg, makeTextNamedJpeg } from "./support/pictures.ts";
import { makeSignInLink } from "./support/running.ts";
import { expect, signIn, test } from "./support/test.ts";

test("from the printed link to a delivered picture, without a reload", async ({ page, seawall }) => {
  await signIn(page, seawall.signInLink);
  await expect(page).toHaveURL(`${seawall.url}/assets`);
  await page.evaluate(() => Object.assign(window, { neverReloaded: true }));
  await page.getByLabel("Alt text").fill("A pale sun over a dark sea");
  await dropFiles(page, [await makeJpeg("first light.jpg", { width: 1800, height: 1200 })]);

  const row = page.locator("li[data-asset]", { hasText: "first light.jpg" });
  await expect(row).toHaveAttribute("data-state", /queued|rendering|ready/);
  await expect(row).toHaveAttribute("data-state", "ready", { timeout: 45_000 });
  await expect(row.getByText("ready")).toBeVisible();

  const delivered = page.waitForResponse((response) => response.url().startsWith(seawall.deliveryUrl) && /\/(?:detail|hero|zoom)/.test(response.url()));
  await row.getByRole("link").click();
  await expect(page.getByRole("heading", { name: "first light.jpg" })).toBeVisible();
  const response = await delivered;
  expect(response.headers()["content-type"]).toMatch(/^image\/(?:avif|webp)$/);
  expect(response.headers()["x-image-served"]).toBe("variant");
  const picture = page.getByRole("region", { name: "Picture" }).getByAltText("A pale sun over a dark sea");
  await expect.poll(async () => await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(400);
  expect(await picture.evaluate((image: HTMLImageElement) => new URL(image.currentSrc).origin)).toBe(seawall.deliveryUrl);
  await expect(page.getByText(/^Ready: \d+ variants/)).toBeVisible();
  expect(await page.evaluate(() => "neverReloaded" in window)).toBe(true);
});

test("an asset that is being rendered changes while one looks at it", async ({ consolePage: page }) => {
  await dropFiles(page, [await makeJpeg("slow to render.jpg", { width: 5000, height: 4000 }, 2)]);
  await page.locator("li[data-upload] a", { hasText: "slow to render.jpg" }).click();
  await expect(page.getByText(/waits for a render worker|making every size/)).toBeVisible();
  await expect(page.getByRole("region", { name: "Variants", exact: true })).toBeVisible({ timeout: 45_000 });
});

test("a link that was used is refused with words and a way on", async ({ page, browser }) => {
  const link = await makeSignInLink();
  await signIn(page, link);
  const other = await (await browser.newContext()).newPage();
  await other.goto(link);
  await other.getByRole("button", { name: "Sign in" }).click();
  await expect(other.getByRole("main").getByRole("alert")).toContainText("This link does not work any more.");
  await expect(other.getByText("npm run -s sign-in", { exact: true })).toBeVisible();
  expect(new URL(other.url()).hash).toBe("");
  await other.context().close();
});

test("after signing in one is where one wanted to be, but never on another site", async ({ page, seawall }) => {
  await page.goto("/health");
  await expect(page).toHaveURL(`${seawall.url}/sign-in?next=%2Fhealth`);
  await page.goto(`${seawall.url}/sign-in?next=${encodeURIComponent("//evil.example/x")}${new URL(await makeSignInLink()).hash}`);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(`${seawall.url}/assets`);
});

test("a file that is no picture is refused before a byte leaves, with its sentence and advice", async ({ consolePage: page }) => {
  const sent: string[] = [];
  page.on("request", (request) => (request.url().includes("/api/v1/uploads") ? sent.push(request.url()) : undefined));
  await dropFiles(page, [makeTextNamedJpeg("poem.jpg")]);
  const row = page.locator("li[data-upload]", { hasText: "poem.jpg" });
  await expect(row).toContainText("This is not a picture.");
  await expect(row).toContainText("Upload a JPEG, PNG, WebP, GIF or AVIF file.");
  expect(sent).toEqual([]);
});

test("what the server refuses is shown in the server's words", async ({ consolePage: page, expectedErrors }) => {
  expectedErrors.push("413 (Payload Too Large)");
  const detail = "The picture has too many pixels. It has 300 megapixels.";
  await page.route("**/api/v1/uploads", async (route) => await route.fulfill({ status: 413, contentType: "application/problem+json", body: JSON.stringify({ code: "payload_too_large", detail, advice: "Make the picture smaller.", requestId: "req_e2e" }) }));
  await dropFiles(page, [await makeJpeg("enormous.jpg", { width: 300, height: 200 }, 3)]);
  const row = page.locator("li[data-upload]", { hasText: "enormous.jpg" });
  await expect(row).toContainText(detail);
  await expect(row).toContainText("Make the picture smaller.");
  await expect(row).toContainText("req_e2e");
});

test("an upload that broke off is sent again by hand, and stored once", async ({ consolePage: page, expectedErrors }) => {
  expectedErrors.push("net::ERR_FAILED");
  await page.route("**/api/v1/uploads", async (route) => await route.abort(), { times: 1 });
  await dropFiles(page, [await makeJpeg("second try.jpg", { width: 400, height: 300 }, 4)]);
  const row = page.locator("li[data-upload]", { hasText: "second try.jpg" });
  await expect(row).toContainText("The connection broke while sending.");
  await row.getByRole("button", { name: "Send second try.jpg again" }).click();
  await expect(row).toHaveAttribute("data-upload", "stored");
  await expect(page.locator("li[data-asset]", { hasText: "second try.jpg" })).toHaveCount(1);
});
