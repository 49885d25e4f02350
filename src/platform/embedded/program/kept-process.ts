import { setTimeout as pause } from 'node:timers/promises';
import { longTimer } from '../../timing/long-timer.js';
import { type ChildLife, type Program, beginLife } from './child-life.js';
import { RestartPause } from './restart-pause.js';

/** The program exited before it was ever ready, so restarting it would not help. */
export class NeverReadyError extends Error {
  override readonly name = 'NeverReadyError';

  constructor(
    program: string,
    readonly exitCode: number,
  ) {
    super(
      `The ${program} exited before it was ready (exit code ${exitCode}). See its output above for the reason.`,
    );
  }
}

/**
 * Keeps one program running in a child process from `start` to `stop`:
 *
 * ```
 * start -> starting -ready-> serving -death-> pausing -> starting again -> …
 *             | death, the first time: NeverReadyError
 * ```
 *
 * Each death is logged; the pause grows while the program keeps dying. The child exits by itself when its IPC channel
 * closes, which happens when this process is killed.
 */
export class KeptProcess {
  private readonly stopping = new AbortController();
  private readonly restartPause = new RestartPause();
  private life: ChildLife | undefined;
  private url: string | undefined;
  private keeping: Promise<void> = Promise.resolve();

  constructor(
    private readonly program: Program,
    private readonly say: (line: string) => void,
    private readonly onBirth: (pid: number) => void = () => undefined,
  ) {}

  /**
   * Starts the program and resolves with its URL when it first serves. Call it once.
   *
   * @throws NeverReadyError
   */
  async start(): Promise<string> {
    const life = this.begin();
    this.life = life;
    this.url = await life.ready;
    if (this.url === undefined) throw new NeverReadyError(this.program.name, await life.exitCode);
    this.keeping = this.keep(life);
    return this.url;
  }

  /**
   * Stops the program for good: SIGTERM, and SIGKILL after `limitMs`. Resolves when it is gone. A second call with a
   * smaller limit shortens the wait.
   */
  async stop(limitMs: number): Promise<void> {
    this.stopping.abort();
    const { life } = this;
    life?.child.kill('SIGTERM');
    const waitOn = longTimer(() => life?.child.kill('SIGKILL'), limitMs);
    await life?.exitCode;
    waitOn();
    await this.keeping;
  }

  private async keep(firstLife: ChildLife): Promise<void> {
    const { signal } = this.stopping;
    for (let life = firstLife; ; this.life = life = this.beginAgain()) {
      const exitCode = await life.exitCode;
      if (signal.aborted) return;
      this.say(`The ${this.program.name} died (exit code ${exitCode}); restarting it …`);
      const pauseMs = this.restartPause.nextMs(performance.now() - life.bornAt);
      const isInterrupted = await pause(pauseMs, false, { signal }).catch(() => true);
      if (isInterrupted) return;
    }
  }

  private begin(): ChildLife {
    const life = beginLife(this.program);
    if (life.child.pid !== undefined) this.onBirth(life.child.pid);
    return life;
  }

  private beginAgain(): ChildLife {
    const life = this.begin();
    void life.ready.then((url) => this.noteUrl(url));
    return life;
  }

  /** A program on port 0 gets another port after a restart. */
  private noteUrl(url: string | undefined): void {
    if (url === undefined || url === this.url) return;
    this.url = url;
    this.say(`The ${this.program.name} is now at ${url}.`);
  }
}
