/** F27: hostile bodies are refused with their own problem, never with a server error. */
import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import { ask } from './harness/ask.mjs';
import { errorsIn } from './harness/stand.mjs';

const REFUSED = [400, 413, 422];
const nested = (depth, open, close) => `${open.repeat(depth)}1${close.repeat(depth)}`;
const KEYS = Array.from({ length: 100_000 }, (_, n) => `"k${n}":${n}`).join(',');
const LONG_KEY = 'k'.repeat(100_000);

const SECRET = `whsec_${Buffer.alloc(32, 'x').toString('base64')}`;

/** Hostile payloads as JSON text: each must be refused. */
const HOSTILE = {
  '10 MB of text': `{"x":"${'a'.repeat(10_000_000)}"}`,
  '10 MB of numbers': `[${'1,'.repeat(5_000_000)}1]`,
  'arrays of depth 5,000': nested(5_000, '[', ']'),
  'objects of depth 5,000': nested(5_000, '{"a":', '}'),
  __proto__: '{"__proto__":{"isAdmin":true},"x":1,"y":1}',
  'a deep __proto__': '{"x":{"a":[{"__proto__":{"x":1}}]},"y":1}',
  'constructor.prototype': '{"constructor":{"prototype":{"isAdmin":true}},"x":1,"y":1}',
  'an escaped __proto__': '{"\\u005f_proto__":{"x":1},"x":1,"y":1}',
  '100,000 keys': `{${KEYS}}`,
  'a key of 100 kB': `{"${LONG_KEY}":1}`,
};

/** Exceptions that some routes may accept. */
const ODD = {
  'a number beyond all': '{"x":1e999,"y":1}',
  'a lone surrogate': '{"x":"\\ud800","y":1}',
  'half a body': '{"x":',
  'nothing at all': '',
};

/** Routes that accept a body, and how they wrap a payload. */
const ROUTES = {
  '/tasks/math.divide': (body) => `{"payload":${body}}`,
  '/tasks': (body) => `{"name":"math.divide","payload":${body}}`,
  '/tasks/batch': (body) => `[{"name":"math.divide","payload":${body}}]`,
  '/notifications': (body) =>
    `{"channel":"webhook","url":"https://example.com/","event":{"type":"a.b","data":${body}}}`,
  '/notifications/batch': (body) => `{"notifications":[${body}]}`,
  '/fetch': (body) => body,
  '/dead-letters/redrive': (body) => body,
};

export default {
  fault: 'bodies: 10 MB, depth 5,000, __proto__, 100 k key',
  async run(row) {
    const stand = await row.prepareAll({ workers: 0, variables: { WEBHOOK_SECRETS: SECRET } });
    const codes = {};
    const wrong = [];
    for (const [path, wrap] of Object.entries(ROUTES)) {
      for (const [what, body] of Object.entries({ ...HOSTILE, ...ODD })) {
        const { status, code } = await post(`${stand.url}${path}`, wrap(body));
        const told = `${status} ${code ?? ''}`.trim();
        codes[told] = (codes[told] ?? 0) + 1;
        const isRight = what in HOSTILE ? REFUSED.includes(status) : status >= 200 && status < 500;
        if (!isRight) wrong.push(`${path}, ${what}: ${told}`);
      }
    }
    Object.assign(row.figures, { answers: codes, wrong });
    row.exactly('hostile bodies answered otherwise than 400, 413, 422', wrong.length, 0);
    row.exactly('ready afterwards', (await ask(`${stand.url}/health/ready`)).status, 200);
    row.exactly('errors logged', errorsIn(stand.api).length, 0);
  },
};

/** Sends a raw body. A response before the whole body was sent counts, although the rest is then cut off. */
function post(url, body) {
  return new Promise((resolve) => {
    const outgoing = request(url, { method: 'POST', headers: { 'Content-Type': 'application/json' } });
    outgoing.once('error', ({ code }) => resolve({ status: 0, code }));
    outgoing.once('response', async (response) => {
      const answer = await json(response).catch(() => undefined);
      resolve({ status: response.statusCode, code: answer?.code });
    });
    outgoing.end(body);
  });
}
