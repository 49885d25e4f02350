import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

const agent = new Agent({ keepAlive: true, maxSockets: Infinity });

/** Client time limit: far longer than any response may take, so that a late one is measured as late. */
const LIMIT_MS = 15_000;

/**
 * One HTTP request.
 *
 * @returns { status, code, body, headers, ms }: `code` is that of a problem; without a response the status is 0 and the
 * code is Node's, such as ECONNRESET, or `timeout`. `ms` is until the last byte. Never throws.
 */
export async function ask(url, { method = 'GET', headers = {}, json } = {}) {
  const from = performance.now();
  const answer = await exchange(url, method, headers, json).catch((error) => ({
    status: 0,
    code: error.code ?? error.message,
  }));
  return { ...answer, ms: performance.now() - from };
}

function exchange(url, method, headers, json) {
  return new Promise((resolve, reject) => {
    const body = json === undefined ? undefined : JSON.stringify(json);
    const type = body === undefined ? {} : { 'Content-Type': 'application/json' };
    const outgoing = request(url, { method, agent, headers: { ...type, ...headers } });
    const timer = setTimeout(() => outgoing.destroy(new Error('timeout')), LIMIT_MS);
    outgoing.once('close', () => clearTimeout(timer));
    outgoing.once('error', reject);
    outgoing.once('response', (response) => {
      read(response).then(resolve, reject);
    });
    outgoing.end(body);
  });
}

async function read(response) {
  const content = await text(response);
  const isJson = /\bjson\b/.test(response.headers['content-type'] ?? '');
  const body = isJson ? JSON.parse(content) : content;
  return { status: response.statusCode, code: body?.code, body, headers: response.headers };
}
