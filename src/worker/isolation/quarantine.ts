import { Injectable, Logger } from '@nestjs/common';
import type { Attempt } from '../attempt/attempt.js';
import { HeldError } from '../attempt/attempt.errors.js';
import { WorkerOptions } from '../worker-options.js';
import { QuarantineProcess } from './quarantine-process.js';

/** Delay of a task that must run alone while another one does. Another worker may be free earlier. */
const BUSY_MS = 1_000;

/**
 * Runs tasks whose worker died or was unreachable while executing them: one of them may be to blame, the others are its
 * victims. They run in a process beside the worker, so that nothing else is affected:
 *
 *     worker died ──> together with other suspects ──(process died)──> alone ──(process died)──> dead letter
 *
 * The worker renews their locks in the meantime, whatever they do, and notices the death of the process at once. If a
 * task is alone in its process, the process' death is proof; the death of a whole worker never is, because it may have
 * been a deploy.
 */
@Injectable()
export class Quarantine {
  private readonly logger = new Logger('Worker');
  private file: URL | undefined;
  private company: QuarantineProcess | undefined;
  private solitary: QuarantineProcess | undefined;

  constructor(private readonly options: WorkerOptions) {}

  /** @param file entry module that calls `serveThread` */
  use(file: URL): void {
    this.file = file;
  }

  /** Number of tasks running in quarantine. */
  get running(): number {
    return (this.company?.running ?? 0) + (this.solitary?.running ?? 0);
  }

  /**
   * Runs an attempt outside this process.
   *
   * @param onStart called when the task starts
   * @throws the task's error; ProcessDiedError
   * @throws HeldError if it must run alone while another one does, or if there is no process
   */
  run(attempt: Attempt, onStart: () => void): Promise<unknown> {
    return this.processFor(attempt).run(attempt, onStart);
  }

  /** Kills its processes with all their tasks. */
  close(): void {
    this.file = undefined;
    this.company?.end();
    this.solitary?.end();
  }

  private processFor({ id, crashes }: Attempt): QuarantineProcess {
    if (crashes === 0) return (this.company = this.open(this.company));
    if (this.solitary?.isOpen && this.solitary.running > 0) {
      this.logger.debug(`Task ${id} waits for the other task in quarantine to finish`);
      throw new HeldError(Date.now() + BUSY_MS);
    }
    return (this.solitary = this.open(this.solitary));
  }

  private open(known: QuarantineProcess | undefined): QuarantineProcess {
    if (known?.isOpen) return known;
    if (this.file === undefined) throw new HeldError(Date.now() + BUSY_MS); // it is shutting down
    return new QuarantineProcess(this.file, this.options.graceMs);
  }
}
