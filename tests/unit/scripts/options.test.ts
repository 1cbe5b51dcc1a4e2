import { describe, expect, test } from "vitest";
import { parseOptions } from "#scripts/launcher/options.ts";

const parse = (...argv: readonly string[]) => parseOptions(argv, "/repo", "/here");

describe("options of npm start", () => {
  test("none: port 3000, everything derived from it, data in the checkout", () => {
    expect(parse()).toEqual({
      kind: "start",
      options: { ports: { front: 3000, delivery: 3001, web: 3010, intake: 3011, postgres: 3020, redis: 3021 }, dataDir: "/repo/.data", demo: false, yes: false },
    });
  });

  test("all of them, in both spellings of a value", () => {
    expect(parse("--port=4000", "--delivery-port", "9000", "--data-dir", "d", "--demo", "--yes")).toEqual({
      kind: "start",
      options: { ports: { front: 4000, delivery: 9000, web: 4010, intake: 4011, postgres: 4020, redis: 4021 }, dataDir: "/here/d", demo: true, yes: true },
    });
  });

  test("--help wins over a bad value elsewhere", () => {
    expect(parse("--help", "--port", "0")).toEqual({ kind: "help" });
  });

  test.each([
    ["unknown", ["--prot", "1"], /no option --prot.*--port/],
    ["a flag with a value", ["--demo=yes"], /no option --demo=yes/],
    ["no value", ["--port"], /--port needs a value/],
    ["another option where a value should be", ["--data-dir", "--demo"], /--data-dir needs a value/],
    ["not a number", ["--port", "3000a"], /whole number from 1 to 65514, not "3000a"/],
    ["not whole", ["--port", "3000.5"], /whole number/],
    ["zero", ["--port", "0"], /whole number/],
    ["so high that a derived port does not exist", ["--port", "65515"], /whole number from 1 to 65514/],
    ["delivery out of range", ["--delivery-port", "70000"], /--delivery-port must be a whole number from 1 to 65535/],
    ["delivery on a derived port", ["--delivery-port", "3021"], /--delivery-port 3021 is the port of Redis/],
    ["swallowed by npm", ["4000"], /npm start -- --port 4000/],
  ])("%s is refused in a sentence", (_name, argv, message) => {
    const parsed = parse(...argv);
    expect(parsed.kind).toBe("bad");
    expect(parsed).toMatchObject({ message: expect.stringMatching(message) });
  });
});
