import { Injectable } from '@nestjs/common';
import { Heartbeat } from './heartbeat.js';
import { LoopDelay } from './loop-delay.js';
import { QueueStatsRecorder } from './queue-stats-recorder.js';
import { WorkerCommandHandler } from './worker-command-handler.js';

/** Shows this worker and its work to operators, and receives their commands. */
@Injectable()
export class WorkerPresence {
  constructor(
    private readonly delay: LoopDelay,
    private readonly commands: WorkerCommandHandler,
    private readonly heartbeat: Heartbeat,
    private readonly stats: QueueStatsRecorder,
  ) {}

  start(): void {
    this.delay.start();
    // A listed worker must receive commands, so it is listed afterwards.
    void this.commands.start().then(() => this.heartbeat.start());
    this.stats.start();
  }

  /** Sends a heartbeat after a change of state. */
  beat(): void {
    void this.heartbeat.beat();
  }

  async stop(): Promise<void> {
    this.delay.stop();
    await this.stats.stop();
    await this.heartbeat.stop();
  }
}
