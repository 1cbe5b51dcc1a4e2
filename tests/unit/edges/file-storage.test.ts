import { link, mkdir, mkdtemp, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { describe, expect, onTestFinished, test } from "vitest";
import { openFileStorage } from "#lib/edges/storage/file-storage.ts";
import type { Storage } from "#lib/edges/storage/storage.ts";

type Place = { readonly storage: Storage; readonly folder: string; readonly root: string };

async function openPlace(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), "seawall-storage-"));
  onTestFinished(async () => await rm(folder, { recursive: true, force: true }));
  const root = join(folder, "root");
  return { storage: await openFileStorage(root), folder, root };
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString("utf8");
const filesIn = async (folder: string): Promise<readonly string[]> => (await readdir(folder, { withFileTypes: true, recursive: true })).filter((entry) => entry.isFile()).map((entry) => entry.name).sort();
const all = async (listed: AsyncIterable<string>): Promise<readonly string[]> => (await Array.fromAsync(listed)).sort();

describe("objects in a folder", () => {
  test("what was put is read back, whole and as a stream, with its size and time", async () => {
    const { storage } = await openPlace();
    await storage.put("originals/ab/x", Buffer.from("picture"));
    expect(text(await storage.get("originals/ab/x"))).toBe("picture");
    expect(text(await buffer(await storage.open("originals/ab/x")))).toBe("picture");
    expect(await storage.head("originals/ab/x")).toEqual({ sizeBytes: 7, modifiedAt: expect.any(Date) });
  });

  test("an object may be empty, and is replaced by a second put", async () => {
    const { storage } = await openPlace();
    await storage.put("a/b", new Uint8Array());
    expect(await storage.head("a/b")).toMatchObject({ sizeBytes: 0 });
    await storage.put("a/b", Buffer.from("two"));
    expect(text(await storage.get("a/b"))).toBe("two");
  });

  test("a file is moved in, and gone where it was", async () => {
    const { storage, folder } = await openPlace();
    const staged = join(folder, "staged");
    await writeFile(staged, "upload");
    await storage.putFile("originals/cd/y", staged);
    expect(text(await storage.get("originals/cd/y"))).toBe("upload");
    await expect(stat(staged)).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("a file moved in over an object replaces it", async () => {
    const { storage, folder, root } = await openPlace();
    await storage.put("a/b", Buffer.from("old"));
    await writeFile(join(folder, "staged"), "new");
    await storage.putFile("a/b", join(folder, "staged"));
    expect(text(await storage.get("a/b"))).toBe("new");
    expect(await filesIn(root)).toEqual(["b"]);
  });

  test("what was deleted is not there; deleting it again changes nothing", async () => {
    const { storage } = await openPlace();
    await storage.put("a/b", Buffer.from("x"));
    await storage.delete("a/b");
    await storage.delete("a/b");
    expect(await storage.head("a/b")).toBeNull();
  });

  test("a list names every object below a prefix, and no half-written one", async () => {
    const { storage, root } = await openPlace();
    for (const key of ["originals/ab/1", "originals/ab/2", "originals/cd/3", "manifests/xy/4.json"]) await storage.put(key, Buffer.from(key));
    await writeFile(join(root, "originals/ab/.partial-00"), "half");
    expect(await all(storage.list("originals"))).toEqual(["originals/ab/1", "originals/ab/2", "originals/cd/3"]);
    expect(await all(storage.list("originals/ab"))).toEqual(["originals/ab/1", "originals/ab/2"]);
    expect(await all(storage.list("nothing-here"))).toEqual([]);
  });

  test("opening a storage that has objects keeps them", async () => {
    const { storage, root } = await openPlace();
    await storage.put("a", Buffer.from("x"));
    expect(text(await (await openFileStorage(root)).get("a"))).toBe("x");
  });
});

describe("not there and not reachable are two things", () => {
  test("a missing object: not-found, and null for its head", async () => {
    const { storage } = await openPlace();
    await expect(storage.get("a/none")).rejects.toMatchObject({ name: "StorageError", kind: "not-found" });
    await expect(storage.open("a/none")).rejects.toMatchObject({ name: "StorageError", kind: "not-found" });
    expect(await storage.head("a/none")).toBeNull();
  });

  test("with the root gone, a head fails instead of being null, a write is unavailable, and nothing is written beside it", async () => {
    const { storage, folder, root } = await openPlace();
    await storage.put("a/b", Buffer.from("x"));
    await rename(root, `${root}-away`);
    await writeFile(join(folder, "staged"), "upload");
    await expect(storage.head("a/b")).rejects.toMatchObject({ name: "StorageError" });
    await expect(storage.put("a/c", Buffer.from("y"))).rejects.toMatchObject({ kind: "unavailable" });
    await expect(storage.putFile("a/c", join(folder, "staged"))).rejects.toMatchObject({ kind: "unavailable" });
    expect((await readdir(folder)).sort()).toEqual(["root-away", "staged"]);
    await rename(`${root}-away`, root);
    expect(await storage.head("a/b")).toMatchObject({ sizeBytes: 1 });
  });

  test("a file in the place of a folder is unavailable", async () => {
    const { storage } = await openPlace();
    await storage.put("a", Buffer.from("x"));
    await expect(storage.get("a/b")).rejects.toMatchObject({ kind: "unavailable" });
    await expect(storage.put("a/b", Buffer.from("y"))).rejects.toMatchObject({ kind: "unavailable" });
  });
});

describe("nothing half done, nothing outside", () => {
  test("a put that fails leaves no partial file and harms nothing", async () => {
    const { storage, root } = await openPlace();
    await storage.put("a/b/c", Buffer.from("kept"));
    await expect(storage.put("a/b", Buffer.from("in the place of a folder"))).rejects.toMatchObject({ kind: "unavailable" });
    expect(await filesIn(root)).toEqual(["c"]);
    expect(text(await storage.get("a/b/c"))).toBe("kept");
  });

  test("a move that fails leaves no partial file and keeps its source", async () => {
    const { storage, folder, root } = await openPlace();
    await mkdir(join(root, "a/b/c"), { recursive: true });
    await writeFile(join(folder, "staged"), "upload");
    await expect(storage.putFile("a/b", join(folder, "staged"))).rejects.toMatchObject({ kind: "unavailable" });
    await expect(storage.putFile("a/d", join(folder, "no-such-file"))).rejects.toMatchObject({ name: "StorageError" });
    expect(await filesIn(root)).toEqual([]);
    expect(await readFile(join(folder, "staged"), "utf8")).toBe("upload");
  });

  test.each(["../escaped", "a/../../escaped", "/escaped", "", ".", "a//b", ".hidden", "a\0b", "A"])("the key %j reaches nothing", async (key) => {
    const { storage, folder, root } = await openPlace();
    await writeFile(join(folder, "escaped"), "outside");
    await writeFile(join(folder, "staged"), "upload");
    await expect(storage.get(key)).rejects.toThrow();
    await expect(storage.open(key)).rejects.toThrow();
    await expect(storage.head(key)).rejects.toThrow();
    await expect(storage.put(key, Buffer.from("x"))).rejects.toThrow();
    await expect(storage.putFile(key, join(folder, "staged"))).rejects.toThrow();
    await expect(storage.delete(key)).rejects.toThrow();
    expect(await filesIn(root)).toEqual([]);
    expect(await readFile(join(folder, "escaped"), "utf8")).toBe("outside");
    expect((await readdir(folder)).sort()).toEqual(["escaped", "root", "staged"]);
  });

  test("readers during many puts of one key see one whole object, and one file remains", async () => {
    const { storage, root } = await openPlace();
    const versions = Array.from({ length: 16 }, (_, index) => Buffer.alloc(200_000, index));
    await storage.put("a/b", Buffer.alloc(200_000, 255));
    const whole = (bytes: Uint8Array): boolean => bytes.length === 200_000 && bytes.every((byte) => byte === bytes[0]);
    const puts = versions.map(async (bytes) => await storage.put("a/b", bytes));
    const reads = Array.from({ length: 16 }, async () => whole(await storage.get("a/b")));
    expect(await Promise.all(reads)).toEqual(Array.from({ length: 16 }, () => true));
    await Promise.all(puts);
    const last = await storage.get("a/b");
    expect(versions.some((version) => version.equals(last))).toBe(true);
    expect(await filesIn(root)).toEqual(["b"]);
  });
});

describe("a storage whose folder is gone", () => {
  test("is away, for every question, and never empty", async () => {
    const { storage, root } = await openPlace();
    await storage.put("a/b", Buffer.from("x"));
    await rename(root, `${root}-away`);
    const away = { name: "StorageError", kind: "unavailable" };
    await expect(storage.get("a/b")).rejects.toMatchObject(away);
    await expect(storage.open("a/b")).rejects.toMatchObject(away);
    await expect(storage.head("a/b")).rejects.toMatchObject(away);
    await expect(storage.put("a/b", Buffer.from("y"))).rejects.toMatchObject(away);
    await expect(storage.delete("a/b")).rejects.toMatchObject(away);
    await expect(Array.fromAsync(storage.list("a"))).rejects.toMatchObject(away);
  });

  test("a list cannot leave it either", async () => {
    const { storage, folder } = await openPlace();
    await mkdir(join(folder, "outside"));
    await writeFile(join(folder, "outside/secret"), "secret");
    await expect(Array.fromAsync(storage.list("../outside"))).rejects.toThrow("not a storage key");
  });

  test("a file moved in twice leaves nothing half-written", async () => {
    const { storage, folder, root } = await openPlace();
    await storage.put("a/b", Buffer.from("x"));
    await link(join(root, "a/b"), join(folder, "staged"));
    await storage.putFile("a/b", join(folder, "staged"));
    expect(await filesIn(root)).toEqual(["b"]);
  });
});
