// Prints a link that signs one person in once: npm run -s sign-in [-- --email a@b.c --role responder]
// Without --always it prints nothing when there is an admin already; that is how `npm start` calls it.
import { parseArgs } from "node:util";
import { closeDb, db } from "#lib/edges/db/client.ts";
import { closeRedis } from "#lib/edges/redis/connection.ts";
import { roleSchema } from "#lib/people/model.ts";
import { countAdmins } from "#lib/people/store.ts";
import { createOneTimeLink } from "#lib/people/verbs/create-one-time-link.ts";
import { loadRunningEnvironment } from "#scripts/launcher/running-environment.ts";

const TTL_MINUTES = 60;

const { values } = parseArgs({
  options: {
    email: { type: "string", default: "admin@localhost" },
    name: { type: "string", default: "Admin" },
    role: { type: "string", default: "admin" },
    always: { type: "boolean", default: false },
    demo: { type: "boolean", default: false },
    "data-dir": { type: "string", default: ".data" },
  },
});
await loadRunningEnvironment(values["data-dir"]);
if (values.always || values.demo || (await countAdmins(db())) === 0) {
  const link = await createOneTimeLink({ email: values.email, name: values.name, role: roleSchema.parse(values.role), ttlMinutes: TTL_MINUTES });
  process.stdout.write(`${link}\n`);
}
closeRedis();
await closeDb();
