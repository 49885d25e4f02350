import { setTimeout as pause } from 'node:timers/promises';
import { NamedError } from '../../errors/named-error.js';
import { longTimer } from '../../timing/long-timer.js';
import { type ChildLife, type Program, beginLife } from './child-life.js';
import { RestartPause } from './restart-pause.js';

/** The program exited before it was ever ready, so restarting it would not help. */
export class NeverReadyError extends NamedError {
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
 * serving or pausing -restart-> starting again
 * ```
 *
 * Each death is logged; the pause grows while the program keeps dying. The child exits by itself when its IPC channel
 * closes, which happens when this process is killed.
 */
export class KeptProcess {
  private readonly stopping = new AbortController();
  private restartPause = new RestartPause();
  /** Ends the pause after a death. */
  private wake = new AbortController();
  private isRestarting = false;
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
    this.wake.abort();
    const { life } = this;
    life?.child.kill('SIGTERM');
    const waitOn = longTimer(() => life?.child.kill('SIGKILL'), limitMs);
    await life?.exitCode;
    waitOn();
    await this.keeping;
  }

  /** Replaces the running program by a new run of its file: SIGTERM, and SIGKILL after `limitMs`. */
  restart(limitMs: number): void {
    const { life } = this;
    if (life === undefined || this.isStopping()) return;
    this.isRestarting = true;
    this.restartPause = new RestartPause();
    this.wake.abort();
    life.child.kill('SIGTERM');
    const waitOn = longTimer(() => life.child.kill('SIGKILL'), limitMs);
    void life.exitCode.then(waitOn);
  }

  private async keep(firstLife: ChildLife): Promise<void> {
    for (let life = firstLife; ; this.life = life = this.beginAgain()) {
      const exitCode = await life.exitCode;
      if (this.isStopping()) return;
      if (this.takeRequest()) continue;
      this.say(`The ${this.program.name} died (exit code ${exitCode}); restarting it …`);
      await this.pauseAfter(life);
      if (this.isStopping()) return;
      this.takeRequest();
    }
  }

  private isStopping(): boolean {
    return this.stopping.signal.aborted;
  }

  /** True once for each request to restart. */
  private takeRequest(): boolean {
    const isRequested = this.isRestarting;
    this.isRestarting = false;
    this.wake = new AbortController();
    return isRequested;
  }

  /** Ends early when the program is to stop or to restart. */
  private async pauseAfter({ bornAt }: ChildLife): Promise<void> {
    const pauseMs = this.restartPause.nextMs(performance.now() - bornAt);
    await pause(pauseMs, undefined, { signal: this.wake.signal }).catch(() => undefined);
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
