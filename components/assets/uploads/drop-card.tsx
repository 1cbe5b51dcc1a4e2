"use client";

import { ChevronDown, ImageUp } from "lucide-react";
import { useRef, useState } from "react";
import { type Surface, surfaceSchema, surfaces } from "#lib/assets/model.ts";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Field, Input, Select } from "#components/ui/field.tsx";
import { useFileDrop } from "./use-file-drop.ts";
import { useUploads } from "./upload-provider.tsx";

const ACCEPTED = "image/jpeg,image/png,image/webp,image/gif,image/avif";

/** Takes pictures from the button and from anywhere on the page, and sends them at once. */
export function DropCard() {
  const { queue } = useUploads();
  const input = useRef<HTMLInputElement>(null);
  const [altText, setAltText] = useState("");
  const [surface, setSurface] = useState<Surface | null>(null);
  const take = (files: readonly File[]): void => {
    if (files.length === 0) return;
    // One description fits one picture.
    const described = files.length === 1 && altText.trim() !== "";
    queue.add(files, { surface, altText: described ? altText.trim() : null });
    if (described) setAltText("");
  };
  const isOver = useFileDrop(take);
  const [showsWords, setShowsWords] = useState(false);
  return (
    <Card aria-label="Upload" className="grid gap-3 p-4 lg:grid-cols-[minmax(0,1.1fr)_minmax(0,1fr)]">
      <div className={`flex flex-wrap items-center gap-x-4 gap-y-3 rounded-md border border-dashed p-4 transition-colors ${isOver ? "border-accent bg-accent-soft" : "border-edge bg-raised"}`}>
        <ImageUp aria-hidden="true" className="size-6 shrink-0 text-muted" strokeWidth={1.5} />
        <div className="min-w-0 flex-1 basis-52">
          <p className="font-medium">
            {isOver ? (
              "Let go to upload"
            ) : (
              <>
                <span className="max-md:hidden">Drop pictures anywhere on this page</span>
                <span className="md:hidden">Upload pictures</span>
              </>
            )}
          </p>
          <p className="text-sm text-muted">JPEG, PNG, WebP, GIF or AVIF, up to 100 MB each. Sending starts at once.</p>
        </div>
        <Button look="primary" onClick={() => input.current?.click()}>
          Choose files
        </Button>
        <input
          ref={input}
          type="file"
          multiple
          accept={ACCEPTED}
          className="hidden"
          aria-label="Pictures to upload"
          onChange={(event) => {
            take([...(event.target.files ?? [])]);
            event.target.value = "";
          }}
        />
        {isOver ? <div aria-hidden="true" className="pointer-events-none fixed inset-1.5 z-20 rounded-lg border-2 border-accent" /> : null}
      </div>
      <Button size="sm" look="quiet" className="justify-self-start md:hidden" aria-expanded={showsWords} onClick={() => setShowsWords(!showsWords)}>
        <ChevronDown aria-hidden="true" className={showsWords ? "rotate-180" : undefined} />
        Alt text and place
      </Button>
      <div className={`grid content-start gap-3 ${showsWords ? "" : "max-md:hidden"} sm:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)]`}>
        <Field label="Alt text" htmlFor="upload-alt" hint="What the next single picture shows.">
          <Input id="upload-alt" value={altText} maxLength={2_000} placeholder="A red kayak on a calm lake" aria-describedby="upload-alt-hint" onChange={(event) => setAltText(event.target.value)} />
        </Field>
        <Field label="Shown on" htmlFor="upload-surface" hint="For what you upload next.">
          <Select id="upload-surface" value={surface ?? ""} aria-describedby="upload-surface-hint" onChange={(event) => setSurface(surfaceSchema.safeParse(event.target.value).data ?? null)}>
            <option value="">anywhere</option>
            {surfaces.map((name) => (
              <option key={name} value={name}>
                {name.replace("-", " ")}
              </option>
            ))}
          </Select>
        </Field>
      </div>
    </Card>
  );
}
