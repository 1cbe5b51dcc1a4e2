import { expect, test } from "vitest";
import { toHeaders } from "#lib/edges/http-headers.ts";

test("Node's header record becomes the web's Headers, lists joined, gaps left out", () => {
  const headers = toHeaders({ host: "a", "x-many": ["1", "2"], "set-cookie": ["a=1", "b=2"], authorization: undefined, "x-empty": "" });
  expect(Object.fromEntries(headers)).toEqual({ host: "a", "x-many": "1, 2", "set-cookie": "a=1, b=2", "x-empty": "" });
  expect(headers.get("Authorization")).toBeNull();
  expect(headers.get("HOST")).toBe("a");
});

test("no headers are no headers", () => {
  expect([...toHeaders({})]).toEqual([]);
});
