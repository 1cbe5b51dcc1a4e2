import { describe, expect, test } from "vitest";
import { AppError, type ErrorCode, errorCodes, toProblem } from "#lib/edges/app-error.ts";

const codes = Object.keys(errorCodes) as ErrorCode[];
const SECRET = "postgresql://seawall:swordfish@db";

describe("errors a person can act on", () => {
  test.each(codes)("%s: its status, code, sentence and request, and a title", (code) => {
    const problem = toProblem(new AppError(code, "What happened."), "req_1");
    expect(problem).toEqual({ type: "about:blank", title: expect.stringMatching(/^[A-Z]/), status: errorCodes[code], detail: "What happened.", code, requestId: "req_1" });
  });

  test("advice, reason and details travel along, the cause does not", () => {
    const error = new AppError("unavailable", "The database is away.", { advice: "Try again.", reason: "database-away", details: { field: "name" }, cause: new Error(SECRET) });
    const problem = toProblem(error, "req_1");
    expect(problem).toMatchObject({ advice: "Try again.", reason: "database-away", details: { field: "name" } });
    expect(JSON.stringify(problem)).not.toContain("swordfish");
    expect(error.cause).toEqual(new Error(SECRET));
  });
});

describe("defects", () => {
  test.each<[string, unknown]>([
    ["an error", new Error(SECRET)],
    ["an error that looks like ours", Object.assign(new Error(SECRET), { code: "not_found", status: 404, options: { advice: SECRET } })],
    ["an error with a cause", new Error("x", { cause: new Error(SECRET) })],
    ["a plain object", { message: SECRET, status: 200, code: SECRET, advice: SECRET, toString: () => SECRET }],
    ["text", SECRET],
    ["null", null],
    ["undefined", undefined],
  ])("%s: 500, and its text never leaves the process", (_what, thrown) => {
    const problem = toProblem(thrown, "req_1");
    expect(problem).toMatchObject({ status: 500, code: "internal", requestId: "req_1" });
    expect(problem.detail).toContain("request id");
    expect(JSON.stringify(problem)).not.toContain("swordfish");
    expect(Object.keys(problem).sort()).toEqual(["code", "detail", "requestId", "status", "title", "type"]);
  });
});
