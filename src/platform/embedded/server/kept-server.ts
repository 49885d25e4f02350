import { setTimeout as pause } from 'node:timers/promises';
import { askToEnd } from '../program/end-process.js';
import { withFolderLock } from '../program/folder-lock.js';
import { ownIdentity } from '../program/process-identity.js';
import { RestartPause } from '../program/restart-pause.js';
import { leaveFolder } from './serve-folder.js';
import { readRecord } from './server-record.js';

/** The lock's holder may be downloading a server. */
const LOCK_LIMIT_MS = 300_000;

/** A kind of server that can be kept running on a folder. */
export interface ServerKind<Serving> {
  /** Its name in messages, such as `Redis`. */
  readonly name: string;
  /** The signal at which it closes its connections and exits in good order. */
  readonly stopSignal: NodeJS.Signals;
  /** Time to exit before it is killed. */
  readonly stopLimitMs: number;
  /**
   * Ensures that one server serves the folder: see `serveFolder`.
   *
   * @param place required when clients already use it
   */
  readonly serve: (folder: string, say: Say, place?: Serving) => Promise<Serving>;
  /** Resolves when the server closes or refuses a connection, or when `signal` is aborted. */
  readonly connectionLost: (serving: Serving, signal: AbortSignal) => Promise<void>;
  /** Its address in the message of a restart, such as ` on port 6379`; empty if there is nothing to name. */
  readonly shownPlace: (serving: Serving) => string;
}

type Say = (line: string) => void;

/**
 * Starts a server on a folder, or finds one left by a crash, and keeps the folder served until `stop()`: a server that
 * dies is restarted in the same place with the same data. The process that started it should stop it. If that process
 * exits without doing so, the server is told to end as well. If it is killed, the server keeps running for the next
 * start in the same folder.
 *
 * @param say receives one line at a time about slow steps and failures
 */
export async function startKeptServer<Serving>(
  kind: ServerKind<Serving>,
  folder: string,
  say: Say,
): Promise<KeptServer<Serving>> {
  const endAtExit = (): void => endOwnServer(folder, kind.stopSignal);
  process.once('exit', endAtExit);
  const serving = await withFolderLock(folder, LOCK_LIMIT_MS, () => kind.serve(folder, say));
  const server = new KeptServer(kind, folder, serving, say, endAtExit);
  server.keep();
  return server;
}

/**
 * Keeps the folder served. One idle connection detects the server's end; this works for a child of this process, for a
 * server found running, and for one in a container.
 */
export class KeptServer<Serving> {
  private readonly stopping = new AbortController();
  private readonly restartPause = new RestartPause();
  private keeping = Promise.resolve();

  constructor(
    private readonly kind: ServerKind<Serving>,
    private readonly folder: string,
    readonly serving: Serving,
    private readonly say: Say,
    private readonly endAtExit: () => void,
  ) {}

  keep(): void {
    this.keeping = this.serveUntilStopped();
  }

  /** Stops the server, unless another living process owns it. May be called twice. */
  async stop(): Promise<void> {
    const { stopSignal, stopLimitMs } = this.kind;
    this.stopping.abort();
    await this.keeping;
    await withFolderLock(this.folder, LOCK_LIMIT_MS, () => leaveFolder(this.folder, stopSignal, stopLimitMs));
    process.off('exit', this.endAtExit);
  }

  private async serveUntilStopped(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const bornAt = performance.now();
      await this.kind.connectionLost(this.serving, this.stopping.signal);
      await this.serveAgain(performance.now() - bornAt);
    }
  }

  private async serveAgain(livedMs: number): Promise<void> {
    const { signal } = this.stopping;
    const isInterrupted = await pause(this.restartPause.nextMs(livedMs), false, { signal }).catch(() => true);
    if (isInterrupted) return;
    const { name, shownPlace } = this.kind;
    this.say(`${name} died; restarting it${shownPlace(this.serving)} with its data …`);
    await this.serveInSamePlace().catch((error: unknown) =>
      this.say(
        `${name} could not be restarted yet: ${error instanceof Error ? error.message : String(error)}`,
      ),
    );
  }

  private async serveInSamePlace(): Promise<void> {
    const { kind, folder, say, serving } = this;
    await withFolderLock(folder, LOCK_LIMIT_MS, () => kind.serve(folder, say, serving));
  }
}

/** Last action of a process that exits without `stop()`. Only synchronous code runs at that point. */
function endOwnServer(folder: string, signal: NodeJS.Signals): void {
  const record = readRecord(folder);
  if (record?.owner === ownIdentity()) askToEnd(record.server, signal);
}
