// Levers without the console: npm run lever -- delivery 3 --reason "bandwidth at the limit" --minutes 30
//                             npm run lever -- delivery:checkout automatic --reason "over"
import { parseArgs } from "node:util";
import { AppError } from "#lib/edges/app-error.ts";
import { closeDb } from "#lib/edges/db/client.ts";
import { closeRedis } from "#lib/edges/redis/connection.ts";
import { levelLabels, scopeSchema, scopes, setLevelInput } from "#lib/degradation/model.ts";
import { setLevel } from "#lib/degradation/verbs/set-level.ts";
import { systemActor } from "#lib/people/model.ts";
import { loadRunningEnvironment } from "#scripts/launcher/running-environment.ts";

function usage(problem: string): never {
  process.stderr.write(`${problem}\n\nusage: npm run lever -- <scope> <level> --reason "why" [--minutes 30]\n  scope: all, ${scopes.join(", ")}\n  level: automatic, ${Object.entries(levelLabels).map(([level, label]) => `${level} (${label})`).join(", ")}\n`);
  process.exit(2);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { reason: { type: "string" }, minutes: { type: "string" }, "data-dir": { type: "string", default: ".data" } },
});
const [scopeText, levelText] = positionals;
const scope = scopeText === "all" ? undefined : scopeSchema.safeParse(scopeText);
if (scope?.success === false) usage(`There is no scope "${scopeText ?? ""}".`);
const input = setLevelInput.safeParse({
  level: levelText === "automatic" ? levelText : Number(levelText ?? Number.NaN),
  reason: values.reason ?? "",
  ...(scope === undefined ? {} : { scope: scope.data }),
  ...(values.minutes === undefined ? {} : { ttlMinutes: Number(values.minutes) }),
});
if (!input.success) usage(input.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("\n"));

await loadRunningEnvironment(values["data-dir"]);
try {
  const { scopes: states } = await setLevel({ ...systemActor("command line"), name: `${process.env["USER"] ?? "someone"} at the command line` }, input.data);
  for (const state of states.filter((each) => each.source === "manual")) process.stdout.write(`${state.scope}: ${state.level} ${levelLabels[state.level]}, until ${state.expiresAt ?? "?"} (${state.reason ?? ""})\n`);
  if (states.every((each) => each.source === "automatic")) process.stdout.write("Everything is automatic.\n");
} catch (error) {
  process.stderr.write(`${error instanceof AppError ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  closeRedis();
  await closeDb();
}
