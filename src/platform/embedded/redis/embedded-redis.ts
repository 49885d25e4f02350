import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { LOOPBACK } from '../program/free-port.js';
import { askToEnd } from '../program/end-process.js';
import { withFolderLock } from '../program/folder-lock.js';
import { ownIdentity } from '../program/process-identity.js';
import { openRedisFolder } from './redis-folder.js';
import { RestartPause } from '../program/restart-pause.js';
import { leaveFolder } from '../program/serve-folder.js';
import { readRecord } from '../program/server-record.js';
import { type ServingRedis, serveRedis } from './serve-redis.js';

/** The lock's holder may be downloading a Redis. */
const LOCK_LIMIT_MS = 300_000;

/**
 * A private Redis on the loopback address, protected by a password because other users of the machine can reach that
 * address.
 */
export interface EmbeddedRedis {
  /** Contains the password: never show it. */
  readonly url: string;
  /** The URL without the password. */
  readonly address: string;
  /** Undefined for a server shared with an older program, which knows no password. */
  readonly password: string | undefined;
  /** True if it was already running: it outlived its owner, or another living process shares the folder. */
  readonly reused: boolean;
  /** Stops the server, unless another living process owns it. May be called twice. */
  stop(): Promise<void>;
}

/**
 * Starts a real redis-server (or valkey-server) on `<dataDir>/redis`, or finds one left by a crash. Every write reaches
 * its append-only file within a second and survives restarts.
 *
 * If the server dies, it is restarted on the same port with the same data, until `stop()`. The process that started it
 * should stop it. If that process exits without doing so, the server is told to end as well. If it is killed, the
 * server keeps running for the next start in the same folder.
 *
 * @param say receives one line at a time about slow steps and failures
 * @throws NoRedisError, RedisStartError, FolderNotWritableError, FolderLockedError
 */
export async function startEmbeddedRedis(options: {
  dataDir: string;
  say: (line: string) => void;
}): Promise<EmbeddedRedis> {
  const folder = openRedisFolder(options.dataDir);
  const endAtExit = (): void => endOwnServer(folder);
  process.once('exit', endAtExit);
  const serving = await withFolderLock(folder, LOCK_LIMIT_MS, () => serveRedis(folder, options.say));
  const redis = new KeptRedis(folder, serving, options.say, endAtExit);
  redis.keep();
  return redis;
}

/**
 * Keeps the folder served. One idle connection detects the server's end; this works for a child of this process, for a
 * server found running, and for one in a container.
 */
class KeptRedis implements EmbeddedRedis {
  private readonly stopping = new AbortController();
  private readonly restartPause = new RestartPause();
  private keeping = Promise.resolve();

  constructor(
    private readonly folder: string,
    private readonly serving: ServingRedis,
    private readonly say: (line: string) => void,
    private readonly endAtExit: () => void,
  ) {}

  get url(): string {
    const login = this.password === undefined ? '' : `:${this.password}@`;
    return `redis://${login}${LOOPBACK}:${this.serving.port}/0`;
  }

  get address(): string {
    return `redis://${LOOPBACK}:${this.serving.port}/0`;
  }

  get password(): string | undefined {
    return this.serving.password;
  }

  get reused(): boolean {
    return this.serving.reused;
  }

  keep(): void {
    this.keeping = this.serveUntilStopped();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.keeping;
    await withFolderLock(this.folder, LOCK_LIMIT_MS, () => leaveFolder(this.folder));
    process.off('exit', this.endAtExit);
  }

  private async serveUntilStopped(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const bornAt = performance.now();
      await connectionLost(this.serving.port, this.stopping.signal);
      await this.serveAgain(performance.now() - bornAt);
    }
  }

  private async serveAgain(livedMs: number): Promise<void> {
    const { signal } = this.stopping;
    const isInterrupted = await pause(this.restartPause.nextMs(livedMs), false, { signal }).catch(() => true);
    if (isInterrupted) return;
    this.say(`Redis died; restarting it on port ${this.serving.port} with its data …`);
    await this.serveOnSamePort().catch((error: unknown) =>
      this.say(`Redis could not be restarted yet: ${error instanceof Error ? error.message : String(error)}`),
    );
  }

  private async serveOnSamePort(): Promise<void> {
    const { folder, say, serving } = this;
    await withFolderLock(folder, LOCK_LIMIT_MS, () => serveRedis(folder, say, serving));
  }
}

/** Last action of a process that exits without `stop()`. Only synchronous code runs at that point. */
function endOwnServer(folder: string): void {
  const record = readRecord(folder);
  if (record?.owner === ownIdentity()) askToEnd(record.server);
}

/** Resolves when the server closes or refuses a connection, or when `signal` is aborted. */
async function connectionLost(port: number, signal: AbortSignal): Promise<void> {
  const socket = connect({ port, host: LOOPBACK, signal });
  await new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
    // A failed socket also emits close.
    socket.on('error', () => undefined);
    socket.resume();
  });
}
