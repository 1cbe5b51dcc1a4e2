import Link from "next/link";
import { PlainPage } from "#components/shell/plain-page.tsx";
import { buttonStyle } from "#components/ui/button.tsx";

export const metadata = { title: "No such page" };

export default function NotFound() {
  return (
    <PlainPage title="There is no such page.">
      <p className="text-muted">The address may be mistyped, or from another version of Seawall.</p>
      <div>
        <Link href="/assets" className={buttonStyle({ look: "primary" })}>
          To the assets
        </Link>
      </div>
    </PlainPage>
  );
}
