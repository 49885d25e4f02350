import { Injectable, Logger } from '@nestjs/common';
import { CancelRequests } from '../../core/act/cancel-requests.js';
import { DataMark } from '../../core/broker-state/data-mark.js';
import { Attempts } from '../attempt/attempts.js';
import { ClockSkewGuard } from './clock-skew-guard.js';
import { WorkerCommandHandler } from './worker-command-handler.js';
import { Heartbeat } from './heartbeat.js';
import { LoopDelay } from './loop-delay.js';
import { EventLoopMonitor } from '../isolation/event-loop-monitor.js';
import { MemoryGuard } from './memory-guard.js';
import { QueueStatsRecorder } from './queue-stats-recorder.js';
import { Reconciler } from './reconciler.js';
import { Sweeper } from './sweeper.js';

/** A missed request to cancel is found within this time. */
const LOOK_EVERY_MS = 5_000;

/** A worker's background services: heartbeat, cleanup, event loop monitoring, requests to cancel. */
@Injectable()
export class WorkerServices {
  private readonly logger = new Logger('Worker');
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly heartbeat: Heartbeat,
    private readonly sweeper: Sweeper,
    private readonly reconciler: Reconciler,
    private readonly loop: EventLoopMonitor,
    private readonly delay: LoopDelay,
    private readonly commands: WorkerCommandHandler,
    private readonly meter: QueueStatsRecorder,
    private readonly memory: MemoryGuard,
    private readonly clock: ClockSkewGuard,
    private readonly requests: CancelRequests,
    private readonly attempts: Attempts,
    private readonly mark: DataMark,
  ) {}

  start(): void {
    this.delay.start();
    // A listed worker must receive commands, so it is listed afterwards.
    void this.commands.start().then(() => this.heartbeat.start());
    this.meter.start();
    this.sweeper.start();
    this.reconciler.start();
    this.mark.onLoss(() => this.beginAgain());
    this.loop.start();
    this.memory.start();
    this.clock.start(() => this.tell());
    this.timer = setInterval(() => void this.lookForCancelled(), LOOK_EVERY_MS);
    this.requests.listen(
      (id, reason) => this.attempts.cancel(id, reason),
      () => void this.lookForCancelled(),
    );
  }

  /** Sends a heartbeat after a change of state. */
  tell(): void {
    void this.heartbeat.beat();
  }

  /** Requests to cancel are received until the end: running tasks can still be stopped. */
  stop(): void {
    this.sweeper.stop();
    this.reconciler.stop();
    this.loop.stop();
    this.memory.stop();
    this.clock.stop();
  }

  /** Runs last: the worker stays listed until it is done. */
  async withdraw(): Promise<void> {
    clearInterval(this.timer);
    this.delay.stop();
    await this.meter.stop();
    await this.heartbeat.stop();
  }

  /** The worker's own records, and the time of the next slice, were lost with all other data. */
  private beginAgain(): void {
    this.tell();
    this.reconciler.hurry();
  }

  private async lookForCancelled(): Promise<void> {
    await this.attempts
      .lookForCancelled()
      .catch((error: unknown) => this.logger.debug(`Requests to cancel were not read: ${String(error)}`));
  }
}
