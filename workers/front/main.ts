import { env } from "#lib/edges/env.ts";
import { listen } from "#workers/runtime/http.ts";
import { runProcess } from "#workers/runtime/main.ts";
import { proxy } from "./proxy.ts";

runProcess(async (runtime) => {
  await listen(runtime, "front", "0.0.0.0", env().frontPort, proxy);
});
