import { fileURLToPath } from 'node:url';
import { type LocalOrigin, startOrigin } from '../support/local-origin.js';
import { type StartedProcess, startProcess } from '../support/processes.js';
import { type OwnRedis, createOwnRedis } from '../support/redis-server.js';
import { API_KEYS } from './callers.js';
import { type Sandbox, type Variables, createSandbox } from '../support/sandbox.js';
import { startSmtp } from '../support/smtp.js';

const WITH_USAGE = [
  '--expose-gc',
  `--import=${fileURLToPath(new URL('./answer-usage.mjs', import.meta.url))}`,
];

/** An API process and a worker process with their own Redis; everything they reach is local. */
export interface FuzzStand {
  readonly api: StartedProcess;
  readonly worker: StartedProcess;
  readonly redis: OwnRedis;
  /** The target of fetches and webhooks. */
  readonly origin: LocalOrigin;
  /** Bytes sent so far. */
  servedBytes(): number;
  readonly sandbox: Sandbox;
  stop(): Promise<void>;
}

/** @param variables settings that differ from the usual ones */
export async function startFuzzStand(variables: Variables = {}): Promise<FuzzStand> {
  let served = 0;
  const redis = await createOwnRedis();
  await redis.start();
  const [smtp, origin] = await Promise.all([
    startSmtp(),
    startOrigin((...call) => void (served += serveAnything(...call))),
  ]);
  const sandbox = await createSandbox({
    REDIS_URL: redis.url,
    SMTP_URL: smtp.url,
    FETCH_ALLOW_PRIVATE: 'true',
    FETCH_TIMEOUT_MS: '2000',
    // Many tasks can hang at once without blocking others.
    WORKER_CONCURRENCY: 'tasks=16,notifications=64,webhooks=64,fetch=64',
    WORKER_THREADS: '1',
    LOG_LEVEL: 'warn',
    API_KEYS,
    RATE_LIMIT: '0',
    ...variables,
  });
  const api = await startProcess('main', sandbox.variables, WITH_USAGE);
  const worker = await startProcess('worker', sandbox.variables, WITH_USAGE);
  const stop = async () => {
    await Promise.all([api.stop('SIGKILL'), worker.stop('SIGKILL')]);
    await Promise.all([smtp.stop(), origin.close()]);
    await removeAll(sandbox, redis);
  };
  return { api, worker, redis, origin, servedBytes: () => served, sandbox, stop };
}

/** Log lines with the level error or above, and all output that is not a log line. */
export function errorsIn(started: StartedProcess): string[] {
  return started
    .output()
    .split('\n')
    .filter((line) => line !== '' && !isHarmless(line));
}

function isHarmless(line: string): boolean {
  try {
    const { level } = JSON.parse(line) as { readonly level?: number };
    return level !== undefined && level < 50;
  } catch {
    return false;
  }
}

/** Sends a small body, a large one, or the response selected by the path. @returns its length */
function serveAnything(...[request, response]: Parameters<Parameters<typeof startOrigin>[0]>): number {
  const status = Number(/^\/status\/(\d{3})$/.exec(request.url ?? '')?.[1] ?? 200);
  const body = request.url === '/large' ? 'large '.repeat(100_000) : 'hello';
  request.resume();
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(body);
  return body.length;
}

async function removeAll(sandbox: Sandbox, redis: OwnRedis): Promise<void> {
  await sandbox.clean();
  await redis.remove();
}
