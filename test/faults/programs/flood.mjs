/**
 * A worker thread that sends the same request at an even rate, whatever the responses. Input:
 * `{ url, headers, body, rate, seconds }`; output: `{ codes, errors, seconds }`.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { Pool } from 'undici';

const TICK_MS = 2;
const CONNECTIONS = 50;

const { url, headers, body, rate, seconds } = workerData;
const { origin, pathname } = new URL(url);
const pool = new Pool(origin, { connections: CONNECTIONS });
const codes = {};
let sent = 0;
let open = 0;
let errors = 0;

const send = async () => {
  open += 1;
  try {
    const answer = await pool.request({ method: 'POST', path: pathname, headers, body });
    await answer.body.dump();
    codes[answer.statusCode] = (codes[answer.statusCode] ?? 0) + 1;
  } catch {
    errors += 1;
  } finally {
    open -= 1;
  }
};

const from = performance.now();
const lasted = () => (performance.now() - from) / 1_000;
const timer = setInterval(() => {
  const due = Math.min(lasted(), seconds) * rate;
  for (; sent < due; sent++) void send();
  if (lasted() < seconds || open > 0) return;
  clearInterval(timer);
  parentPort.postMessage({ codes, errors, seconds: lasted() });
  void pool.close();
}, TICK_MS);
