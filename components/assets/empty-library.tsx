import { Card } from "#components/ui/card.tsx";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

function curlExample(origin: string): string {
  return [`KEY=$(npm run -s key -- --role uploader)`, `curl ${origin}/api/v1/uploads \\`, `  -H "Authorization: Bearer $KEY" \\`, `  -F "file=@photo.jpg" -F "altText=A red kayak on a calm lake"`].join("\n");
}

/** No picture yet: how the first one gets in, by hand and by program. */
export function EmptyLibrary({ origin, mayUpload }: { origin: string; mayUpload: boolean }) {
  return (
    <Card aria-label="Assets">
      <EmptyState title="No pictures yet">
        <p>
          {mayUpload ? "Drop some above. " : ""}Each one is inspected, rendered in every size and format the shop needs, and gets an address that always answers: with the picture, or with a placeholder of the same
          shape while there is none.
        </p>
        <p>From a shop or a script, with a key made on the machine that runs Seawall:</p>
        <CodeBlock text={curlExample(origin)} label="Upload with curl" />
      </EmptyState>
    </Card>
  );
}
