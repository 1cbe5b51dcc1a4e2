/**
 * How parent and child talk: length-prefixed frames on one socket, a JSON header and raw bytes.
 * Plain sockets instead of Node's IPC: image bytes are not copied through a serializer, and the child
 * sees the end of the stream the moment its parent is gone.
 */
export type Frame = { readonly header: unknown; readonly body: Uint8Array };

const PREFIX_BYTES = 8;
const MAX_HEADER_BYTES = 64 * 1024;

export function encodeFrameHead(header: unknown, bodyBytes: number): Buffer {
  const json = Buffer.from(JSON.stringify(header));
  const head = Buffer.allocUnsafe(PREFIX_BYTES + json.length);
  head.writeUInt32BE(json.length, 0);
  head.writeUInt32BE(bodyBytes, 4);
  json.copy(head, PREFIX_BYTES);
  return head;
}

/**
 * Collects chunks into frames. Each body is one allocation of its declared size, never more than `maxBodyBytes`.
 * @throws Error when the other side sends something that is not a frame; the caller then kills it
 */
export class FrameReader {
  readonly #maxBodyBytes: number;
  readonly #onFrame: (frame: Frame) => void;
  #pending: Buffer = Buffer.alloc(0);
  #header: unknown;
  #body: Buffer | null = null;
  #filled = 0;

  constructor(maxBodyBytes: number, onFrame: (frame: Frame) => void) {
    this.#maxBodyBytes = maxBodyBytes;
    this.#onFrame = onFrame;
  }

  push(chunk: Buffer): void {
    let rest: Buffer = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    this.#pending = Buffer.alloc(0);
    while (rest.length > 0) {
      const next = this.#body === null ? this.#readHead(rest) : this.#fill(this.#body, rest);
      if (next === null) {
        this.#pending = rest;
        return;
      }
      rest = next;
    }
  }

  #readHead(bytes: Buffer): Buffer | null {
    if (bytes.length < PREFIX_BYTES) return null;
    const headerBytes = bytes.readUInt32BE(0);
    const bodyBytes = bytes.readUInt32BE(4);
    if (headerBytes > MAX_HEADER_BYTES || bodyBytes > this.#maxBodyBytes) throw new Error(`frame out of bounds: header ${headerBytes}, body ${bodyBytes} bytes`);
    if (bytes.length < PREFIX_BYTES + headerBytes) return null;
    this.#header = JSON.parse(bytes.toString("utf8", PREFIX_BYTES, PREFIX_BYTES + headerBytes));
    this.#body = Buffer.allocUnsafeSlow(bodyBytes);
    this.#filled = 0;
    return this.#fill(this.#body, bytes.subarray(PREFIX_BYTES + headerBytes));
  }

  #fill(body: Buffer, bytes: Buffer): Buffer {
    const taken = bytes.copy(body, this.#filled, 0, Math.min(bytes.length, body.length - this.#filled));
    this.#filled += taken;
    if (this.#filled === body.length) {
      const frame = { header: this.#header, body };
      this.#body = null;
      this.#onFrame(frame);
    }
    return bytes.subarray(taken);
  }
}
