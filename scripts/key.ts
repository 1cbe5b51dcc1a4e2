// Prints a new API key and nothing else: npm run -s key -- --role uploader [--name "…"] [--days 90]
import { parseArgs } from "node:util";
import { closeDb } from "#lib/edges/db/client.ts";
import { closeRedis } from "#lib/edges/redis/connection.ts";
import { systemActor, roleSchema, roles } from "#lib/people/model.ts";
import { createApiKey } from "#lib/people/verbs/create-api-key.ts";
import { loadRunningEnvironment } from "#scripts/launcher/running-environment.ts";

const { values } = parseArgs({ options: { role: { type: "string" }, name: { type: "string", default: "command line" }, days: { type: "string" }, "data-dir": { type: "string", default: ".data" } } });
const role = roleSchema.safeParse(values.role);
if (!role.success) {
  process.stderr.write(`usage: npm run -s key -- --role ${roles.join("|")} [--name "what it is for"] [--days 90]\n`);
  process.exit(2);
}
await loadRunningEnvironment(values["data-dir"]);
const { text } = await createApiKey(systemActor("command line"), {
  name: values.name,
  role: role.data,
  ...(values.days === undefined ? {} : { expiresInDays: Number(values.days) }),
});
process.stdout.write(`${text}\n`);
closeRedis();
await closeDb();
