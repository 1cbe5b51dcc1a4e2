import type { BmffBox } from "./bmff.ts";
import { BmffBytes } from "./bmff.ts";

/** Where an item's bytes are: [offset, offset + length) of the file, or of the meta box's own idat. */
export type HeifExtent = { readonly offset: number; readonly length: number };
export type HeifItem = { readonly id: number; type: string; extents: HeifExtent[]; inFile: boolean; properties: number[] };
export type HeifProperty =
  | { readonly kind: "size"; readonly width: number; readonly height: number }
  | { readonly kind: "turn"; readonly quarters: number }
  | { readonly kind: "alpha" }
  | { readonly kind: "other" };
export type HeifMeta = { primary: number; readonly items: Map<number, HeifItem>; properties: readonly HeifProperty[]; gainMap: boolean };

/** Phones write under 60 items (a grid of 8 × 6 tiles); more than this is refused as corrupt. */
export const MAX_HEIF_ITEMS = 512;
const MAX_BOXES = 1024;
/** Pieces of all items together; encoders write one for each item. Bounds the reads that an index can cause. */
const MAX_EXTENTS = 2048;

/** Reads a meta box's content (ISO/IEC 23008-12). A sentence says what is wrong with it. */
export function parseHeifMeta(bytes: Uint8Array): HeifMeta | string {
  const reader = new BmffBytes(bytes);
  const boxes = reader.boxes(4, bytes.length, MAX_BOXES);
  if (boxes === null) return "The picture's index is damaged.";
  const meta: HeifMeta = { primary: 0, items: new Map(), properties: [], gainMap: false };
  const find = (type: string): BmffBox | undefined => boxes.find((box) => box.type === type);
  const [pitm, iinf, iloc, iprp] = [find("pitm"), find("iinf"), find("iloc"), find("iprp")];
  if (pitm === undefined || iinf === undefined || iloc === undefined || iprp === undefined) return "The picture's index is incomplete.";
  meta.primary = reader.uint(pitm.start + 4, reader.bytes[pitm.start] === 0 ? 2 : 4);
  const isSound = readItems(reader, iinf, meta) && readLocations(reader, iloc, meta) && readProperties(reader, iprp, meta);
  return isSound ? meta : "The picture's index is damaged.";
}

function readItems(reader: BmffBytes, iinf: BmffBox, meta: HeifMeta): boolean {
  const entries = reader.boxes(iinf.start + (reader.bytes[iinf.start] === 0 ? 6 : 8), iinf.end, MAX_HEIF_ITEMS);
  if (entries === null) return false;
  for (const entry of entries.filter((box) => box.type === "infe")) {
    const version = reader.bytes[entry.start] ?? 0;
    const idBytes = version >= 3 ? 4 : 2;
    const id = reader.uint(entry.start + 4, idBytes);
    const type = reader.type(entry.start + 4 + idBytes + 2);
    if (type === "tmap") meta.gainMap = true;
    meta.items.set(id, { id, type, extents: [], inFile: true, properties: [] });
  }
  return true;
}

function readLocations(reader: BmffBytes, iloc: BmffBox, meta: HeifMeta): boolean {
  const version = reader.bytes[iloc.start] ?? 0;
  const sizes = reader.uint(iloc.start + 4, 2);
  const [offsetBytes, lengthBytes, baseBytes, indexBytes] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15, version > 0 ? sizes & 15 : 0];
  const idBytes = version < 2 ? 2 : 4;
  const count = reader.uint(iloc.start + 6, idBytes);
  if (count > MAX_HEIF_ITEMS || [offsetBytes, lengthBytes, baseBytes, indexBytes].some((size) => size > 8)) return false;
  let at = iloc.start + 6 + idBytes;
  let allExtents = 0;
  for (let index = 0; index < count; index += 1) {
    const item = meta.items.get(reader.uint(at, idBytes));
    at += idBytes;
    const method = version > 0 ? reader.uint(at, 2) & 15 : 0;
    at += version > 0 ? 4 : 2;
    const base = reader.uint(at, baseBytes);
    const extents = reader.uint(at + baseBytes, 2);
    at += baseBytes + 2;
    allExtents += extents;
    if (allExtents > MAX_EXTENTS || at > iloc.end) return false;
    for (let extent = 0; extent < extents; extent += 1) {
      at += indexBytes;
      item?.extents.push({ offset: base + reader.uint(at, offsetBytes), length: reader.uint(at + offsetBytes, lengthBytes) });
      at += offsetBytes + lengthBytes;
    }
    if (item !== undefined) item.inFile = method === 0;
  }
  return at <= iloc.end;
}

function readProperties(reader: BmffBytes, iprp: BmffBox, meta: HeifMeta): boolean {
  const children = reader.boxes(iprp.start, iprp.end, MAX_BOXES);
  const ipco = children?.find((box) => box.type === "ipco");
  const properties = ipco === undefined ? null : reader.boxes(ipco.start, ipco.end, MAX_BOXES);
  if (children === null || properties === null) return false;
  meta.properties = properties.map((box) => toProperty(reader, box));
  return children.filter((box) => box.type === "ipma").every((box) => readAssociations(reader, box, meta));
}

function toProperty(reader: BmffBytes, box: BmffBox): HeifProperty {
  switch (box.type) {
    case "ispe":
      return { kind: "size", width: reader.uint(box.start + 4, 4), height: reader.uint(box.start + 8, 4) };
    case "irot":
      return { kind: "turn", quarters: (reader.bytes[box.start] ?? 0) & 3 };
    case "auxC":
      return isAlphaType(reader, box) ? { kind: "alpha" } : { kind: "other" };
    default:
      return { kind: "other" };
  }
}

function isAlphaType(reader: BmffBytes, box: BmffBox): boolean {
  const text = String.fromCharCode(...reader.bytes.subarray(box.start + 4, Math.min(box.end, box.start + 68)));
  return text.startsWith("urn:mpeg:mpegB:cicp:systems:auxiliary:alpha") || text.startsWith("urn:mpeg:hevc:2015:auxid:1");
}

function readAssociations(reader: BmffBytes, ipma: BmffBox, meta: HeifMeta): boolean {
  const version = reader.bytes[ipma.start] ?? 0;
  const idBytes = version < 1 ? 2 : 4;
  const indexBytes = (reader.uint(ipma.start + 1, 3) & 1) === 1 ? 2 : 1;
  const count = reader.uint(ipma.start + 4, 4);
  if (count > MAX_HEIF_ITEMS) return false;
  let at = ipma.start + 8;
  for (let index = 0; index < count; index += 1) {
    const item = meta.items.get(reader.uint(at, idBytes));
    const associations = reader.uint(at + idBytes, 1);
    at += idBytes + 1;
    if (at + associations * indexBytes > ipma.end) return false;
    for (let association = 0; association < associations; association += 1) {
      // The top bit says that the property is essential; the rest counts from 1.
      item?.properties.push((reader.uint(at, indexBytes) & (indexBytes === 2 ? 0x7fff : 0x7f)) - 1);
      at += indexBytes;
    }
  }
  return true;
}
