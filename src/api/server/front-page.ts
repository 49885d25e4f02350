import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';

const STYLE = `
:root { color-scheme: light dark; --ink: #1d2a20; --soft: #5c6b60; --ground: #eef3ec; --leaf: #2f7d3e }
@media (prefers-color-scheme: dark) { :root { --ink: #e8efe7; --soft: #9fb0a2; --ground: #0f1511; --leaf: #5fbf70 } }
body { margin: 0 auto; max-width: 40rem; padding: 2rem 1.5rem; color: var(--ink); background: var(--ground);
  font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif }
h1 { margin: 0 0 .25rem; font-size: 1.6rem }
p, dd { color: var(--soft) }
dl { margin: 2rem 0 }
dt { font-weight: 600 }
dd { margin: 0 0 1rem }
a { color: var(--leaf) }
`;

const LINKS = [
  ['dashboard', 'Console', 'Tasks, queues, workers, errors, workflows and schedules'],
  ['docs', 'API documentation', 'Every route, with examples to try'],
  ['tasks', 'Tasks', 'The newest tasks, as JSON'],
  ['task-types', 'Task types', 'What can be submitted, with JSON Schemas'],
  ['health', 'Health', 'Redis, memory and workers'],
  ['openapi.json', 'OpenAPI document', 'For generated clients'],
] as const;

/**
 * The page at the API's root for browsers.
 *
 * @param basePath path under which a proxy serves the API, or empty: the links are then relative, for any proxy
 */
export const frontPage = (basePath: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Celeriac</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Celeriac</h1>
<p>Background work over HTTP. This service is running.</p>
<dl>
${LINKS.map(([href, name, what]) => `<dt><a href="${basePath && `${basePath}/`}${href}">${name}</a></dt>\n<dd>${what}</dd>`).join('\n')}
</dl>
</body>
</html>
`;

const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; frame-ancestors 'none'`;

/** True if the client prefers HTML to JSON, as browsers do; curl accepts anything. */
export function prefersHtml(request: Request): boolean {
  // Most clients do not mention HTML; the header is parsed only if it does.
  return Boolean(request.headers.accept?.includes('html')) && request.accepts(['json', 'html']) === 'html';
}

/** Headers of the page: it has an inline style, and loads nothing. */
export function asPage(response: Response): void {
  response.type('html').setHeader('Content-Security-Policy', POLICY);
  response.vary('Accept');
}
