export type Redeemed = { readonly kind: "signed-in" } | { readonly kind: "spent" } | { readonly kind: "too-often" } | { readonly kind: "away" };

/** Spends a one-time link. Never rejects. */
export async function redeemLink(token: string): Promise<Redeemed> {
  try {
    const answer = await fetch("/api/auth/one-time-link/redeem", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ token }) });
    if (answer.ok) return { kind: "signed-in" };
    if (answer.status === 429) return { kind: "too-often" };
    return { kind: answer.status >= 500 ? "away" : "spent" };
  } catch {
    // No answer at all: the link is not spent.
    return { kind: "away" };
  }
}
