import { PlainPage } from "./plain-page.tsx";
import { ReloadButton } from "./reload-button.tsx";

/** Postgres knows who is signed in; without it the console can show nothing, and says what goes on without it. */
export function ConsoleAway() {
  return (
    <PlainPage title="The console cannot tell who you are right now.">
      <p>Its database does not answer. Nothing is lost, and you are still signed in.</p>
      <ul className="list-disc space-y-1 pl-5 text-muted">
        <li>The shop’s pictures are delivered by other processes, as ever.</li>
        <li>New uploads are turned away with “try again” until it is back.</li>
      </ul>
      <p className="text-muted">
        On the machine that runs Seawall, <code className="font-mono text-sm text-ink">logs/postgres.log</code> in its data folder has its last words.
      </p>
      <div>
        <ReloadButton />
      </div>
    </PlainPage>
  );
}
