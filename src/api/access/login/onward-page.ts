import type { Response } from 'express';

/**
 * Leads a browser to a page of this service by a page of our own. A redirect at the end of a login would count as begun
 * by the identity provider's site: the browser would not send along the session's cookie, which is SameSite=Strict.
 *
 * @param path the place, without anything that a person has typed but a path with a query
 */
export function sendOnward(response: Response, path: string): void {
  response.setHeader('Refresh', `0; url=${path}`);
  response.type('html').send(page(escaped(path)));
}

const page = (path: string) => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Celeriac</title></head>
<body><a href="${path}">You are logged in: continue</a></body>
</html>
`;

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
