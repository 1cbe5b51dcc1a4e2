// The sandbox child: the only program in Seawall that decodes untrusted bytes. It holds no credentials and no network,
// gets an original and a plan on descriptor 3, answers there, and ends when its parent does.
import { Socket } from "node:net";
import sharp from "sharp";
import { SandboxError, lockDownDecoder } from "./decoder.ts";
import { encodeFrameHead, FrameReader } from "./frames.ts";
import { type ChildMessage, MAX_SOURCE_BYTES, type RenderRequest } from "./messages.ts";
import { render } from "./render.ts";

const SOCKET_DESCRIPTOR = 3;

lockDownDecoder();
const socket = new Socket({ fd: SOCKET_DESCRIPTOR, readable: true, writable: true });

function send(message: ChildMessage, body: Uint8Array = new Uint8Array()): void {
  socket.write(encodeFrameHead(message, body.length));
  if (body.length > 0) socket.write(body);
}

function toErrorMessage(error: unknown): ChildMessage {
  const message = error instanceof Error ? error.message : String(error);
  return { type: "error", kind: error instanceof SandboxError ? error.kind : "internal", message };
}

async function answer(header: unknown, body: Uint8Array): Promise<void> {
  try {
    await render(body, header as RenderRequest, send);
  } catch (error) {
    send(toErrorMessage(error));
  }
}

const reader = new FrameReader(MAX_SOURCE_BYTES, (frame) => void answer(frame.header, frame.body));
socket.on("data", (chunk) => reader.push(chunk));
socket.on("end", () => process.exit(0));
socket.on("error", () => process.exit(1));
send({ type: "ready", sharp: sharp.versions.sharp ?? "unknown", vips: sharp.versions.vips });
