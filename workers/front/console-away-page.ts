import { html } from "#lib/edges/html.ts";

/** What people see while the console is down: what still works, and how to act without it. */
export function consoleAwayPage(dataDir: string): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="refresh" content="5">
<title>Seawall: the console is away</title>
<style>
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:38rem;margin:12vh auto;padding:0 1.25rem}
h1{font-size:1.4rem;line-height:1.25;margin:0 0 .5rem}
code{font:14px ui-monospace,monospace;background:color-mix(in srgb,currentColor 9%,transparent);padding:.1em .35em;border-radius:4px}
li{margin:.35rem 0}
</style>
</head>
<body>
<h1>The console is away. The shop's pictures are not.</h1>
<p>Images are delivered and uploads are accepted by other processes. This page looks again every 5 seconds.</p>
<ul>
<li>Uploads by API still work: <code>POST /api/v1/uploads</code> with a key.</li>
<li>The launcher restarts the console by itself; its last words are in <code>${dataDir}/logs/web.log</code>.</li>
</ul>
</body>
</html>`.markup;
}
