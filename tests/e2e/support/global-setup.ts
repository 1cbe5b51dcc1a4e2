import { launchSeawall } from "#tests/support/launch.ts";
import { leaveRunning } from "./running.ts";

/** One Seawall for all browser tests, stopped at their end. */
// oxlint-disable-next-line import/no-default-export -- Playwright asks for it
export default async function globalSetup(): Promise<() => Promise<void>> {
  const seawall = await launchSeawall();
  const { url, deliveryUrl, dataDir, signInLink } = seawall;
  if (signInLink === null) throw new Error("A fresh Seawall printed no sign-in link.");
  leaveRunning({ url, deliveryUrl, dataDir, signInLink });
  return seawall.stop;
}
