import Link from "next/link";
import { buttonStyle } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

export default function AssetNotFound() {
  return (
    <Card>
      <EmptyState title="There is no such asset.">
        <p>The link may be mistyped, or it points to another Seawall.</p>
        <div>
          <Link href="/assets" className={buttonStyle()}>
            All assets
          </Link>
        </div>
      </EmptyState>
    </Card>
  );
}
