import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';

/** Answers that must not have a body. */
const WITHOUT_BODY = [204, 205, 304];

/**
 * `fetch` over node:http, as far as the client needs it: it follows no redirects and keeps no cookies. Node's own takes
 * 0.1 s to load, half the time of a short command.
 */
export const httpFetch: typeof fetch = async (input, init) => {
  const request = new Request(input, init);
  const { url, method, signal } = request;
  const body = request.body === null ? undefined : Buffer.from(await request.arrayBuffer());
  const { request: send } = url.startsWith('https:') ? await import('node:https') : await import('node:http');
  return new Promise((resolve, reject) => {
    const headers = Object.fromEntries(request.headers);
    const outgoing = send(url, { method, headers, signal }, (answer) => resolve(responseOf(answer)));
    outgoing.once('error', reject);
    outgoing.end(body);
  });
};

function responseOf(answer: IncomingMessage): Response {
  const { statusCode: status = 500, statusMessage: statusText = '', rawHeaders } = answer;
  const headers = new Headers();
  for (let i = 0; i < rawHeaders.length; i += 2) headers.append(rawHeaders[i] ?? '', rawHeaders[i + 1] ?? '');
  if (WITHOUT_BODY.includes(status)) {
    answer.resume();
    return new Response(null, { status, statusText, headers });
  }
  return new Response(Readable.toWeb(answer) as ReadableStream, { status, statusText, headers });
}
