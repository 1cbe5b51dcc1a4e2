import { SignIn } from "#components/people/sign-in.tsx";
import { PlainPage } from "#components/shell/plain-page.tsx";

export const metadata = { title: "Sign in" };
// A nonce of its own for each answer: see proxy.ts.
export const dynamic = "force-dynamic";

export default function SignInPage() {
  return (
    <PlainPage title="Sign in to Seawall">
      <SignIn />
    </PlainPage>
  );
}
