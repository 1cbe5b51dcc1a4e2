import { RotateCcw, X } from "lucide-react";
import Link from "next/link";
import type { Asset } from "#lib/assets/model.ts";
import { Button } from "#components/ui/button.tsx";
import { formatBytes, formatSeconds } from "#components/ui/format.ts";
import { Progress } from "#components/ui/progress.tsx";
import { StatusPill } from "#components/ui/status-pill.tsx";
import { AssetStatePill } from "../asset-state-pill.tsx";
import { tellReason } from "../reason-words.ts";
import type { Upload, UploadQueue, UploadStatus } from "./upload-queue.ts";

type Sent = Extract<UploadStatus, { kind: "sending" }>;

function Transfer({ status, file }: { status: Sent; file: File }) {
  const left = file.size - status.sentBytes;
  const isWhole = left <= 0;
  const speed = status.bytesPerSecond;
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <Progress value={file.size === 0 ? 1 : status.sentBytes / file.size} label={`${file.name}, sent`} />
      <p className="flex flex-wrap gap-x-3 text-sm text-muted" data-figures>
        <span className="text-ink">{isWhole ? "Sent; being inspected" : `${formatBytes(status.sentBytes)} of ${formatBytes(file.size)}`}</span>
        {isWhole || speed === null ? null : <span>{formatBytes(Math.round(speed))}/s</span>}
        {isWhole || speed === null || speed === 0 ? null : <span>{formatSeconds(left / speed)} left</span>}
      </p>
    </div>
  );
}

function describeWords({ altText, surface }: Asset): string {
  const words = altText === null ? "no alt text" : `“${altText}”`;
  return surface === null ? words : `${words} · ${surface.replace("-", " ")}`;
}

function Outcome({ upload }: { upload: Upload }) {
  const { status, file } = upload;
  switch (status.kind) {
    case "waiting":
      return <p className="text-sm text-muted" data-figures>Waiting its turn · {formatBytes(file.size)}</p>;
    case "sending":
      return <Transfer status={status} file={file} />;
    case "stored": {
      const [reason] = status.asset.reasons;
      return (
        <p className={`truncate text-sm ${reason === undefined ? "text-muted" : "text-bad"}`}>
          {reason === undefined ? describeWords(status.asset) : tellReason(reason).title}
        </p>
      );
    }
    case "refused":
      return (
        <div className="text-sm">
          <p className="text-bad">{status.problem.sentence}</p>
          {status.problem.advice === null ? null : <p className="text-muted">{status.problem.advice}</p>}
          {status.problem.requestId === null ? null : <p className="text-xs text-muted">Request {status.problem.requestId}</p>}
        </div>
      );
    case "cancelled":
      return <p className="text-sm text-muted">Stopped by you.</p>;
  }
}

function Pill({ status }: { status: UploadStatus }) {
  switch (status.kind) {
    case "waiting":
      return <StatusPill tone="calm">waiting</StatusPill>;
    case "sending":
      return <StatusPill tone="busy">sending</StatusPill>;
    case "stored":
      // A file that cannot be rendered is stored all the same; that is nothing to be glad of.
      return status.asset.reasons.length > 0 ? <AssetStatePill state={status.asset.state} /> : <StatusPill tone="good">stored</StatusPill>;
    case "refused":
      return <StatusPill tone="bad">{status.problem.canRetry ? "not sent" : "refused"}</StatusPill>;
    case "cancelled":
      return <StatusPill tone="calm">cancelled</StatusPill>;
  }
}

export function UploadRow({ upload, queue }: { upload: Upload; queue: UploadQueue }) {
  const { status, file, id } = upload;
  const isRunning = status.kind === "waiting" || status.kind === "sending";
  const mayRetry = status.kind === "cancelled" || (status.kind === "refused" && status.problem.canRetry);
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 border-t px-4 py-1.5 md:grid-cols-[minmax(0,1fr)_minmax(0,1.6fr)_6.5rem_4.5rem]" data-upload={status.kind}>
      {status.kind === "stored" ? (
        <Link href={`/assets/${status.asset.id}`} prefetch={false} className="truncate font-medium underline-offset-2 hover:underline">
          {status.asset.name}
        </Link>
      ) : (
        <p className="truncate font-medium">{file.name}</p>
      )}
      <div className="max-md:order-last max-md:col-span-2">
        <Outcome upload={upload} />
      </div>
      <div className="max-md:hidden">
        <Pill status={status} />
      </div>
      <div className="flex justify-end gap-1">
        {mayRetry ? (
          <Button size="icon" look="quiet" aria-label={`Send ${file.name} again`} title="Send again" onClick={() => queue.retry(id)}>
            <RotateCcw aria-hidden="true" />
          </Button>
        ) : null}
        <Button size="icon" look="quiet" aria-label={isRunning ? `Cancel ${file.name}` : `Dismiss ${file.name}`} title={isRunning ? "Cancel" : "Dismiss"} onClick={() => (isRunning ? queue.cancel(id) : queue.dismiss(id))}>
          <X aria-hidden="true" />
        </Button>
      </div>
    </li>
  );
}
