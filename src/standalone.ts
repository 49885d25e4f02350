import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Config, type Environment } from './platform/config/config.js';
import { loadEnvironment } from './platform/config/load-environment.js';
import { type EmbeddedRedis, startEmbeddedRedis } from './platform/embedded/redis/embedded-redis.js';
import { KeptProcess, NeverReadyError } from './platform/embedded/program/kept-process.js';
import { choosePostgres } from './platform/embedded/postgres/choose-postgres.js';
import { type StandaloneHistory, startHistory } from './platform/embedded/postgres/start-history.js';
import { obtainRedis } from './platform/embedded/redis/obtain-redis.js';
import { requireFreePorts } from './platform/embedded/program/port-taken-error.js';
import { pidOf } from './platform/embedded/program/process-identity.js';
import { ProgramRecords } from './platform/embedded/program/program-records.js';
import { welcome } from './platform/embedded/welcome.js';
import { stackOf } from './platform/logging/stack-of.js';
import { knowSecrets, scrubKnown } from './platform/redaction/known-secrets.js';
import { redactText } from './platform/redaction/redact-text.js';
import { SecretTexts } from './platform/redaction/secret-texts.js';

/** A program that drains up to its own limit still needs a moment to exit before it is killed. */
const GRACE_MS = 5_000;
/** One Ctrl-C under `npm start` sends two SIGINTs, the terminal's and npm's: they count as one. */
const SAME_SIGNAL_MS = 1_000;
const DRAIN_POLL_MS = 100;
/** `npm run dev` gives the address of the console that its own server compiles. */
const CONSOLE_OPTION = '--console=';

/**
 * Runs the whole system with one command: an embedded Redis (unless REDIS_URL is set), an embedded PostgreSQL for the
 * history (unless HISTORY_URL is set or none is installed), the API, a worker, and a Celery bridge if CELERY_BROKER_URL
 * is set. Each is a process of its own, restarted when it dies. The servers start first and stop last, so that the worker can finish its tasks.
 */
class Standalone {
  private redis: EmbeddedRedis | undefined;
  private history: StandaloneHistory | undefined;
  private programs: readonly KeptProcess[] = [];
  private stoppingSince: number | undefined;

  private readonly records: ProgramRecords;

  constructor(private readonly config: Config) {
    this.records = new ProgramRecords(config.dataDir);
  }

  /**
   * Checks what would prevent a start: a port in use, a missing Redis, a history in the format of another PostgreSQL.
   * Ports of an earlier start's program that is about to exit do not count.
   *
   * @throws PortTakenError, NoRedisError, PostgresVersionError
   */
  private async check(): Promise<void> {
    const { host, port, workerPort, bridgePort, hasOwnRedis, hasOwnHistory, dataDir } = this.config;
    const listeners = [
      { name: 'API', host, port, variable: 'PORT' },
      { name: 'worker', host, port: workerPort, variable: 'WORKER_PORT' },
      ...(this.hasBridge() ? [{ name: 'bridge', host, port: bridgePort, variable: 'BRIDGE_PORT' }] : []),
    ];
    if (this.records.draining().length === 0) await requireFreePorts(listeners, 'npm start');
    if (!hasOwnRedis) await obtainRedis(say);
    if (!hasOwnHistory) choosePostgres(dataDir);
  }

  async start(): Promise<void> {
    say('Starting …');
    await this.earlierProgramsGone();
    await this.check();
    await this.startServers();
    const { dataDir, redisUrl } = this.config;
    const ours = this.history && { HISTORY_URL: this.history.url };
    const environment = { ...process.env, REDIS_URL: this.redis?.url ?? redisUrl, ...ours };
    const api = this.program('API', 'main.js', environment);
    const worker = this.program('worker', 'worker.js', environment);
    const bridges = this.hasBridge() ? [this.program('bridge', 'bridge.js', environment)] : [];
    this.programs = [api, worker, ...bridges];
    const starting = this.programs.map((program) => program.start());
    const [apiUrl = '', workerUrl = '', bridgeUrl] = await Promise.all(starting);
    const programs = { api: apiUrl, worker: workerUrl, bridge: bridgeUrl };
    const urls = { ...programs, redis: this.redis?.address, console: consoleGiven() };
    say(welcome(urls, dataDir, this.shownHistory()));
  }

  private hasBridge(): boolean {
    return this.config.celeryBrokerUrl !== undefined;
  }

  private shownHistory(): string | undefined {
    const { hasOwnHistory, historyUrl } = this.config;
    return hasOwnHistory && historyUrl === undefined ? 'off (HISTORY_URL)' : this.history?.shown;
  }

  private async startServers(): Promise<void> {
    const { hasOwnRedis, hasOwnHistory, dataDir } = this.config;
    this.redis = hasOwnRedis ? undefined : await startEmbeddedRedis({ dataDir, say });
    this.history = hasOwnHistory ? undefined : await startHistory({ dataDir, say });
    knowSecrets(SecretTexts.of([this.redis?.password ?? null]));
  }

  /** Starts all programs again, for changed code. Redis and the history keep running. */
  restart(): void {
    for (const program of this.programs) program.restart(this.config.shutdownTimeoutMs + GRACE_MS);
  }

  /** Stops everything and exits the process. */
  async exit(exitCode: number, limitMs = this.config.shutdownTimeoutMs + GRACE_MS): Promise<void> {
    this.stoppingSince ??= performance.now();
    this.records.markStopping();
    await Promise.all(this.programs.map((program) => program.stop(limitMs)));
    await Promise.all([this.redis?.stop(), this.history?.stop()]);
    process.exit(exitCode);
  }

  /** The first signal lets everything finish in its own time; a later one kills the rest. */
  async exitOnSignal(): Promise<void> {
    if (this.stoppingSince === undefined) return this.exit(0);
    if (performance.now() - this.stoppingSince > SAME_SIGNAL_MS) return this.exit(0, 0);
  }

  private program(name: string, file: string, environment: Environment): KeptProcess {
    const program = { name, file: besideThis(file), environment };
    return new KeptProcess(program, say, (pid) => this.records.add(pid, name));
  }

  /** A worker whose standalone was killed still finishes its tasks, and listens on its port until then. */
  private async earlierProgramsGone(): Promise<void> {
    const draining = this.records.draining();
    for (const { name, program } of draining)
      say(
        `Waiting for the ${name} of an earlier start, process ${pidOf(program)}, to finish its work. To stop it ` +
          `sooner: kill ${pidOf(program)}`,
      );
    while (this.stoppingSince === undefined && this.records.draining().length > 0) await pause(DRAIN_POLL_MS);
  }

  /** A failed start stops everything else. A program that was asked to stop has not failed. */
  async fail(error: unknown): Promise<void> {
    if (this.stoppingSince !== undefined) return;
    complain(error);
    await this.exit(error instanceof NeverReadyError ? error.exitCode : 1);
  }
}

await main();

async function main(): Promise<void> {
  // A closed terminal causes write errors, which must not prevent an orderly shutdown.
  process.stdout.on('error', () => undefined);
  const standalone = new Standalone(await readConfig());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => void standalone.exitOnSignal());
  const started = standalone.start().catch((error: unknown) => standalone.fail(error));
  // Both come from `npm run dev` alone, which is the parent then.
  process.on('message', (message) => message === 'restart' && void started.then(() => standalone.restart()));
  process.on('disconnect', () => void standalone.exitOnSignal());
  await started;
}

async function readConfig(): Promise<Config> {
  try {
    await loadEnvironment();
    return new Config(process.env);
  } catch (error) {
    complain(error);
    process.exit(1);
  }
}

function consoleGiven(): string | undefined {
  return process.argv.find((text) => text.startsWith(CONSOLE_OPTION))?.slice(CONSOLE_OPTION.length);
}

/** Our own errors are written for the user; the language's own are unexpected and get a stack. */
function complain(error: unknown): void {
  const isOurs = error instanceof Error && !(error.name in globalThis);
  process.stderr.write(`${isOurs ? redactText(String(scrubKnown(error.message))) : stackOf(error)}\n`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** The path of a module that was built together with this one. */
function besideThis(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}
