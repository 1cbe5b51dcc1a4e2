import { CopyButton } from "./copy-button.tsx";

/** Text to be copied: scrolls by itself, by keyboard too. */
export function CodeBlock({ text, label, copyLabel = "Copy" }: { text: string; label: string; copyLabel?: string }) {
  return (
    <div className="flex min-w-0 flex-col gap-2">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling box must be reachable by keyboard */}
      <section tabIndex={0} aria-label={label} className="max-h-80 overflow-auto rounded-md border bg-raised">
        <pre className="w-max min-w-full p-3 font-mono text-xs leading-5 text-ink">
          <code>{text}</code>
        </pre>
      </section>
      <div className="flex">
        <CopyButton text={text} label={copyLabel} />
      </div>
    </div>
  );
}
