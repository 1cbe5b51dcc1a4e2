import { CodeBlock } from "#components/ui/code-block.tsx";

/** Whoever can run a command on the machine may let people in. */
export function HowToGetALink() {
  return (
    <div className="flex flex-col gap-3">
      <p>You sign in with a one-time link. It is made on the machine that runs Seawall, in its folder:</p>
      <CodeBlock text="npm run -s sign-in" label="Command that makes a sign-in link" />
      <p className="text-sm text-muted">
        For somebody else: <code className="font-mono text-xs text-ink">npm run -s sign-in -- --email anna@shop.example --name Anna --role uploader</code>. If you cannot run it, ask whoever set Seawall up.
      </p>
    </div>
  );
}
