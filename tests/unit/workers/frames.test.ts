import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Frame, FrameReader, encodeFrameHead } from "#workers/image/sandbox/frames.ts";

const MAX_BODY = 4_096;

const encode = (header: unknown, body: Uint8Array): Buffer => Buffer.concat([encodeFrameHead(header, body.length), body]);

function read(chunks: readonly Buffer[], maxBody = MAX_BODY): readonly Frame[] {
  const frames: Frame[] = [];
  const reader = new FrameReader(maxBody, (frame) => frames.push(frame));
  for (const chunk of chunks) reader.push(chunk);
  return frames;
}

/** A head as a hostile child might write it. */
function head(headerBytes: number, bodyBytes: number, json = ""): Buffer {
  const prefix = Buffer.alloc(8);
  prefix.writeUInt32BE(headerBytes, 0);
  prefix.writeUInt32BE(bodyBytes, 4);
  return Buffer.concat([prefix, Buffer.from(json)]);
}

const plain = (frames: readonly Frame[]) => frames.map(({ header, body }) => ({ header, body: Buffer.from(body).toString("hex") }));

describe("frames between parent and child", () => {
  test("however the bytes are cut, the same frames come out", () => {
    const sent = fc.array(fc.record({ header: fc.jsonValue(), body: fc.uint8Array({ maxLength: 300 }) }), { maxLength: 6 });
    fc.assert(
      fc.property(sent, fc.array(fc.nat(), { maxLength: 30 }), (frames, cuts) => {
        const stream = Buffer.concat(frames.map(({ header, body }) => encode(header, body)));
        const places = [0, ...cuts.map((cut) => cut % (stream.length + 1)), stream.length].sort((left, right) => left - right);
        const chunks = places.slice(1).map((end, index) => stream.subarray(places[index], end));
        const expected = frames.map(({ header, body }) => ({ header: JSON.parse(JSON.stringify(header)) as unknown, body: Buffer.from(body).toString("hex") }));
        expect(plain(read(chunks))).toEqual(expected);
      }),
    );
  });

  test("byte by byte", () => {
    const stream = Buffer.concat([encode({ type: "ready" }, new Uint8Array()), encode({ type: "output", name: "ä海" }, Buffer.from("bytes"))]);
    expect(plain(read(Array.from(stream, (byte) => Buffer.from([byte]))))).toEqual([
      { header: { type: "ready" }, body: "" },
      { header: { type: "output", name: "ä海" }, body: Buffer.from("bytes").toString("hex") },
    ]);
  });

  test("a frame without a body comes at once, not with the next one", () => {
    expect(read([encode({ type: "done" }, new Uint8Array())])).toHaveLength(1);
  });

  test("a frame that has not ended is none", () => {
    expect(read([encode({ type: "output" }, Buffer.alloc(10)).subarray(0, -1)])).toEqual([]);
    expect(read([head(2, 0)])).toEqual([]);
    expect(read([Buffer.alloc(7)])).toEqual([]);
  });

  test("a body is a copy: what is done to the chunk later does not change it", () => {
    const chunk = encode({}, Buffer.from("bytes"));
    const [frame] = read([chunk]);
    chunk.fill(0);
    expect(Buffer.from(frame?.body ?? []).toString()).toBe("bytes");
  });

  test("a body of exactly the limit is taken", () => {
    expect(read([encode({}, Buffer.alloc(MAX_BODY))])[0]?.body).toHaveLength(MAX_BODY);
  });

  test.each<[string, Buffer]>([
    ["a body of one byte more than the limit", head(2, MAX_BODY + 1, "{}")],
    ["a body of 4 GB", head(2, 0xffff_ffff, "{}")],
    ["a header over 64 KB", head(64 * 1024 + 1, 0)],
    ["a header of 4 GB", head(0xffff_ffff, 0)],
    ["rubbish", Buffer.from("GET / HTTP/1.1\r\n\r\n")],
  ])("%s is refused before anything is allocated", (_what, bytes) => {
    expect(() => read([bytes])).toThrow(/frame out of bounds/);
    expect(() => read(Array.from(bytes, (byte) => Buffer.from([byte])))).toThrow(/frame out of bounds/);
  });

  test.each(["", "{", "undefined"])("a header that is not JSON (%j) is refused", (json) => {
    expect(() => read([head(json.length, 0, json)])).toThrow(SyntaxError);
  });
});
