import { fileURLToPath } from 'node:url';
import { Config } from './config/config.js';
import { loadEnvironment } from './config/load-environment.js';
import { type EmbeddedRedis, startEmbeddedRedis } from './embedded/embedded-redis.js';
import { KeptProcess, NeverReadyError } from './embedded/kept-process.js';
import { welcome } from './embedded/welcome.js';
import { stackOf } from './logging/stack-of.js';
import { redactText } from './redaction/redact-text.js';

/** A program that drains until its own limit still needs a moment to end: only then it is killed. */
const GRACE_MS = 5_000;
/** One Ctrl-C under `npm start` is two SIGINTs, the terminal's and npm's: they count as one. */
const SAME_SIGNAL_MS = 1_000;

/**
 * The whole system by one command: an embedded Redis (unless REDIS_URL names one), the API and a worker, each in a
 * process of its own and each started again when it dies. Redis starts first and stops last, so that the worker
 * can finish what it works at.
 */
class Standalone {
  private redis: EmbeddedRedis | undefined;
  private programs: readonly KeptProcess[] = [];
  private stoppingSince: number | undefined;

  constructor(private readonly config: Config) {}

  async start(): Promise<void> {
    const { hasOwnRedis, dataDir, redisUrl } = this.config;
    this.redis = hasOwnRedis ? undefined : await startEmbeddedRedis({ dataDir, say });
    const environment = { ...process.env, REDIS_URL: this.redis?.url ?? redisUrl };
    const api = new KeptProcess({ name: 'API', file: besideThis('main.js'), environment }, say);
    const worker = new KeptProcess({ name: 'worker', file: besideThis('worker.js'), environment }, say);
    this.programs = [api, worker];
    const [apiUrl, workerUrl] = await Promise.all([api.start(), worker.start()]);
    say(welcome({ api: apiUrl, worker: workerUrl, redis: this.redis?.url }, dataDir));
  }

  /** Ends the process when everything has ended. */
  async exit(exitCode: number, limitMs = this.config.shutdownTimeoutMs + GRACE_MS): Promise<void> {
    this.stoppingSince ??= Date.now();
    await Promise.all(this.programs.map((program) => program.stop(limitMs)));
    await this.redis?.stop();
    process.exit(exitCode);
  }

  /** The first signal lets everything end in its own time, a later one kills what has not ended yet. */
  async exitOnSignal(): Promise<void> {
    if (this.stoppingSince === undefined) return this.exit(0);
    if (Date.now() - this.stoppingSince > SAME_SIGNAL_MS) return this.exit(0, 0);
  }

  /** What could not be started takes the rest with it; but what ends because it was told to has not failed. */
  async fail(error: unknown): Promise<void> {
    if (this.stoppingSince !== undefined) return;
    complain(error);
    await this.exit(error instanceof NeverReadyError ? error.exitCode : 1);
  }
}

await main();

async function main(): Promise<void> {
  // A terminal that was closed takes no more lines; that must not keep the rest from being stopped in order.
  process.stdout.on('error', () => undefined);
  await loadEnvironment();
  const standalone = new Standalone(readConfig());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => void standalone.exitOnSignal());
  await standalone.start().catch((error: unknown) => standalone.fail(error));
}

function readConfig(): Config {
  try {
    return new Config(process.env);
  } catch (error) {
    complain(error);
    process.exit(1);
  }
}

/** Our own errors are written for whoever reads them here; one of the language's own is a surprise. */
function complain(error: unknown): void {
  const isOurs = error instanceof Error && !(error.name in globalThis);
  process.stderr.write(`${isOurs ? redactText(error.message) : stackOf(error)}\n`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** The path of a module that was built together with this one. */
function besideThis(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}
