/**
 * Whether a request that carries a session cookie comes from our own pages. Browsers always send `Origin` or
 * `Sec-Fetch-Site` with a request that can change something; one with neither is not a browser's and gets no cookie's rights.
 */
export function isSameOrigin(headers: { readonly origin: string | null; readonly host: string | null; readonly secFetchSite: string | null }): boolean {
  if (headers.origin !== null) {
    if (headers.host === null || !URL.canParse(headers.origin)) return false;
    return new URL(headers.origin).host === headers.host;
  }
  return headers.secFetchSite === "same-origin";
}
