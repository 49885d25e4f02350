import { Injectable, Logger } from '@nestjs/common';
import type { Attempt } from '../attempt/attempt.js';
import { HeldError } from '../attempt/attempt.errors.js';
import { QuarantineProcess } from './quarantine-process.js';

/** How long a task is put off that is to run alone while another one does. Another worker may be free earlier. */
const BUSY_MS = 1_000;

/**
 * Where tasks run whose worker died, or was away for too long, while it executed them: one of them may be to blame, and
 * the others are its victims. They run in a process beside the worker, so that nobody else is harmed:
 *
 *     worker died ──> in company of other suspects ──(process died)──> alone ──(process died)──> dead letter
 *
 * The worker renews their locks meanwhile, whatever they do, and sees the death of the process at once. Where a task is
 * alone with its process, its death is proof; the death of a whole worker never is: that may have been a deploy.
 */
@Injectable()
export class Quarantine {
  private readonly logger = new Logger('Worker');
  private file: URL | undefined;
  private company: QuarantineProcess | undefined;
  private solitary: QuarantineProcess | undefined;

  /** @param file what `serveThread` serves */
  use(file: URL): void {
    this.file = file;
  }

  /** Tasks that run in it now. */
  get running(): number {
    return (this.company?.running ?? 0) + (this.solitary?.running ?? 0);
  }

  /**
   * Runs an attempt apart from this process.
   *
   * @param onStart called when it begins
   * @throws what the task throws; ProcessDiedError
   * @throws HeldError when it is to run alone and another one does, or there is no process
   */
  run(attempt: Attempt, onStart: () => void): Promise<unknown> {
    return this.processFor(attempt).run(attempt, onStart);
  }

  /** Ends its processes, with whatever runs in them. */
  close(): void {
    this.file = undefined;
    this.company?.end();
    this.solitary?.end();
  }

  private processFor({ id, crashes }: Attempt): QuarantineProcess {
    if (crashes === 0) return (this.company = this.open(this.company));
    if (this.solitary?.isOpen && this.solitary.running > 0) {
      this.logger.debug(`Task ${id} waits until the other one that runs alone has ended`);
      throw new HeldError(Date.now() + BUSY_MS);
    }
    return (this.solitary = this.open(this.solitary));
  }

  private open(known: QuarantineProcess | undefined): QuarantineProcess {
    if (known?.isOpen) return known;
    if (this.file === undefined) throw new HeldError(Date.now() + BUSY_MS); // it stops
    return new QuarantineProcess(this.file);
  }
}
