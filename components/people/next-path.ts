const HOME = "/assets";

/**
 * Where to go after signing in: a path of this console, never another site's.
 * @param wanted what the address bar says, so anything at all
 */
export function toNextPath(wanted: string | null): string {
  if (wanted === null || !/^\/(?![/\\])/.test(wanted) || wanted.startsWith("/api/") || wanted.startsWith("/sign-in")) return HOME;
  const here = "http://console.invalid";
  const url = URL.canParse(wanted, here) ? new URL(wanted, here) : null;
  return url === null || url.origin !== here ? HOME : `${url.pathname}${url.search}`;
}
