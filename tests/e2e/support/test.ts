import { type BrowserContext, type Page, test as base, expect } from "@playwright/test";
import { getRunning, makeSignInLink, type Running } from "./running.ts";

type Fixtures = {
  readonly seawall: Running;
  /** Messages of the browser's console that a test expects, by a part of their text. Any other error fails it. */
  readonly expectedErrors: string[];
  /** Signed in as an admin, on the page of assets. */
  readonly consolePage: Page;
};

function watchErrors(page: Page, expected: readonly string[]): readonly string[] {
  const errors: string[] = [];
  const note = (text: string): void => {
    if (!expected.some((part) => text.includes(part))) errors.push(text);
  };
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") note(`${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => note(error.message));
  return errors;
}

type Cookies = Awaited<ReturnType<BrowserContext["cookies"]>>;
/** One sign-in serves many tests: links may be tried ten times a minute only. */
type WorkerFixtures = { readonly session: Cookies };

export const test = base.extend<Fixtures, WorkerFixtures>({
  session: [
    async ({ browser }, use) => {
      const context = await browser.newContext();
      await signIn(await context.newPage(), await makeSignInLink());
      await use(await context.cookies());
      await context.close();
    },
    { scope: "worker" },
  ],
  // Playwright reads the names of what a fixture needs from this pattern.
  seawall: async ({ browserName: _ }, use) => await use(getRunning()),
  baseURL: async ({ seawall }, use) => await use(seawall.url),
  expectedErrors: async ({ browserName: _ }, use) => await use([]),
  page: async ({ page, expectedErrors }, use) => {
    const errors = watchErrors(page, expectedErrors);
    await use(page);
    expect(errors, "the browser's console has no errors").toEqual([]);
  },
  consolePage: async ({ page, session }, use) => {
    await page.context().addCookies(session);
    await page.goto("/assets");
    await expect(page.locator("[data-live=live]")).toBeVisible();
    await use(page);
  },
});

export { expect };

export async function signIn(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Assets", level: 1 })).toBeVisible();
}
