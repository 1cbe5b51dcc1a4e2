import type { BetterAuthPlugin } from "better-auth";
import { APIError, createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { z } from "zod";
import { redeemOneTimeLink } from "../verbs/redeem-one-time-link.ts";

/**
 * `POST /one-time-link/redeem {token}` signs in whoever holds a link from the machine's command line.
 * A POST with the token in its body: the token stands behind `#` in the link, so no log and no prefetch ever sees or spends it.
 */
export const oneTimeLink = () =>
  ({
    id: "one-time-link",
    endpoints: {
      redeemOneTimeLink: createAuthEndpoint("/one-time-link/redeem", { method: "POST", body: z.object({ token: z.string().min(16).max(200) }) }, async (ctx) => {
        const redeemed = await redeemOneTimeLink(ctx.body.token);
        if (redeemed === null) throw new APIError("UNAUTHORIZED", { code: "LINK_INVALID", message: "This link was used already or has expired. Make a new one with: npm run -s sign-in" });
        const user = await ctx.context.internalAdapter.findUserById(redeemed.userId);
        if (user === null) throw new APIError("UNAUTHORIZED", { code: "LINK_INVALID", message: "The person this link was made for is gone." });
        const session = await ctx.context.internalAdapter.createSession(user.id);
        await setSessionCookie(ctx, { session, user });
        return ctx.json({ ok: true });
      }),
    },
    rateLimit: [{ pathMatcher: (path: string) => path === "/one-time-link/redeem", window: 60, max: 10 }],
  }) satisfies BetterAuthPlugin;
