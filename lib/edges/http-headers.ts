import type { IncomingHttpHeaders } from "node:http";

/** Node's header record as the web's `Headers`, so that sign-in code is the same in every process. */
export function toHeaders(raw: IncomingHttpHeaders): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(raw)) {
    if (value === undefined) continue;
    headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  return headers;
}
