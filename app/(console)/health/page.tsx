import { HealthBoard } from "#components/health/health-board.tsx";

export const metadata = { title: "Health" };

export default function HealthPage() {
  return <HealthBoard />;
}
