import { createHash } from 'node:crypto';
import type { Response } from 'express';
import type { Area } from '../area.js';

/** Style of both pages, light and dark. They are self-contained: no scripts, fonts or requests to other servers. */
const STYLE = `
:root { color-scheme: light dark; --ink: #1d2a20; --soft: #5c6b60; --paper: #fff; --ground: #eef3ec; --line: #cfdacd;
  --leaf: #2f7d3e; --leaf-strong: #24632f; --on-leaf: #fff; --alarm: #a3262a; --alarm-ground: #fdeceb }
@media (prefers-color-scheme: dark) { :root { --ink: #e8efe7; --soft: #9fb0a2; --paper: #18201a; --ground: #0f1511;
  --line: #324036; --leaf: #5fbf70; --leaf-strong: #7ad18a; --on-leaf: #0c170e; --alarm: #ffb3ad; --alarm-ground: #3a1b1b } }
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; color: var(--ink);
  background: radial-gradient(60rem 30rem at 50% -8rem, color-mix(in srgb, var(--leaf) 22%, transparent), transparent),
  var(--ground); font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif }
main { width: 100%; max-width: 25rem; background: var(--paper); border: 1px solid var(--line); border-radius: 1rem;
  padding: 2.25rem 2rem 1.75rem; box-shadow: 0 1px 2px rgb(0 0 0 / 6%), 0 1.25rem 3rem rgb(10 40 15 / 12%) }
header { display: flex; align-items: center; gap: .75rem; margin-bottom: 1.5rem }
header svg { width: 2.5rem; height: 2.5rem; flex: none }
h1 { font-size: 1.25rem; line-height: 1.2; margin: 0; letter-spacing: -.01em }
header p { margin: .1rem 0 0; color: var(--soft); font-size: .875rem }
label { display: block; font-weight: 600; font-size: .9rem; margin-bottom: .4rem }
input { width: 100%; padding: .7rem .8rem; font: 1rem ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
  color: inherit; background: var(--ground); border: 1px solid var(--line); border-radius: .6rem }
input:focus-visible, button:focus-visible, a:focus-visible { outline: 3px solid var(--leaf); outline-offset: 2px }
button { width: 100%; margin-top: 1rem; padding: .75rem; font: inherit; font-weight: 600; color: var(--on-leaf);
  background: var(--leaf); border: 0; border-radius: .6rem; cursor: pointer }
button:hover { background: var(--leaf-strong) }
.problem { margin: 0 0 1rem; padding: .65rem .8rem; border-radius: .6rem; color: var(--alarm);
  background: var(--alarm-ground); font-size: .9rem; overflow-wrap: anywhere }
.hint { margin: 1.25rem 0 0; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .85rem }
code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .95em; color: var(--ink);
  white-space: nowrap }
a { color: var(--leaf) }
`;

const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40" aria-hidden="true">' +
  '<path fill="#2f7d3e" d="M19 18C18 11 12 6 6 6c0 6 4 12 11 13zm2-1c0-7 3-12 9-14 3 6 0 12-6 15z"/>' +
  '<path fill="#e3d3ae" stroke="#8f7a4c" stroke-width="1.5" d="M20 16c8 0 13 4 13 10 0 5-5 8-9 8l-4 5-4-5c-4 0-9-3-9-8 0-6 5-10 13-10z"/>' +
  '<path fill="none" stroke="#8f7a4c" stroke-width="1.5" stroke-linecap="round" d="M13 24c2 1 4 1 6 0m3 5c2 1 4 1 5 0m-13 1c1 1 2 1 3 1"/></svg>';

/** The page runs no scripts, and its form is sent only to this server. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  'img-src data:',
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

export function sendPage(response: Response, html: string): void {
  response.set({
    'Content-Security-Policy': POLICY,
    'Cache-Control': 'no-store',
    // With `no-referrer`, browsers send `Origin: null` with the form, as for a cross-site request.
    'Referrer-Policy': 'same-origin',
  });
  response.type('html').send(html);
}

/**
 * @param place redirect target after the login
 * @param problem the reason why the last attempt failed
 */
export function loginPage(area: Area, place: string, problem?: string): string {
  return page(
    area,
    `${problem === undefined ? '' : `<p class="problem" role="alert">${escaped(problem)}</p>`}
<form method="post" action="${area.path}/login">
<input type="hidden" name="next" value="${escaped(place)}">
<label for="key">API key</label>
<input id="key" name="key" type="password" placeholder="cel_…" autocomplete="current-password" spellcheck="false" required autofocus>
<button>Log in</button>
</form>
<p class="hint">Requires a key with the role <code>${area.needs}</code>${area.needs === 'admin' ? '' : ' or higher'}.
The operator of this service can create one: <code>npm run key -- NAME ${area.needs}</code></p>`,
  );
}

export function logoutPage(area: Area, name: string): string {
  return page(
    area,
    `<p>You are logged in with the key <code>${escaped(name)}</code>.</p>
<form method="post" action="${area.path}/logout">
<button autofocus>Log out</button>
</form>
<p class="hint"><a href="${area.path}">Back to the ${area.title.toLowerCase()}</a></p>`,
  );
}

function page({ title }: Area, content: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Celeriac: ${title}</title>
<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(ICON)}">
<style>${STYLE}</style>
</head>
<body>
<main>
<header>${ICON}<div><h1>Celeriac</h1><p>${title}</p></div></header>
${content}
</main>
</body>
</html>
`;
}

function escaped(text: string): string {
  const names: Readonly<Record<string, string>> = {
    '&': 'amp',
    '<': 'lt',
    '>': 'gt',
    '"': 'quot',
    "'": '#39',
  };
  return text.replaceAll(/[&<>"']/g, (character) => `&${names[character] ?? ''};`);
}
