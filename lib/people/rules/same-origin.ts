/**
 * Whether a request that carries a session cookie comes from our own pages. Browsers always send `Origin` or
 * `Sec-Fetch-Site` with a request that can change something; one with neither is not a browser's and gets no cookie's rights.
 */
export function isSameOrigin(headers: { readonly origin: string | null; readonly host: string | null; readonly secFetchSite: string | null }): boolean {
  if (headers.secFetchSite !== null && headers.secFetchSite !== "same-origin") return false;
  if (headers.origin === null) return headers.secFetchSite === "same-origin";
  if (headers.host === null || headers.host === "" || !URL.canParse(headers.origin)) return false;
  const { protocol, host } = new URL(headers.origin);
  return (protocol === "http:" || protocol === "https:") && host === headers.host;
}
