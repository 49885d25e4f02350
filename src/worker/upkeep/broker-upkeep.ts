import { Injectable } from '@nestjs/common';
import { DataMark } from '../../core/broker-state/data-mark.js';
import { Reconciler } from './reconciler.js';
import { ScheduleLoop } from './schedule-loop.js';
import { Sweeper } from './sweeping/sweeper.js';
import { WorkerOptions } from '../worker-options.js';

/** Keeps the data in the broker in order: removes what has expired, mends what does not agree, adds what is scheduled. */
@Injectable()
export class BrokerUpkeep {
  constructor(
    private readonly sweeper: Sweeper,
    private readonly reconciler: Reconciler,
    private readonly schedules: ScheduleLoop,
    private readonly mark: DataMark,
    private readonly options: WorkerOptions,
  ) {}

  /** @param onLoss called when the broker has lost its data */
  start(onLoss: () => void): void {
    this.sweeper.start(this.options.sweepMs);
    this.reconciler.start();
    this.schedules.start();
    this.mark.onLoss(() => {
      onLoss();
      // The time of its next slice was lost with all other data.
      this.reconciler.hurry();
      this.schedules.syncAgain();
    });
  }

  stop(): void {
    this.sweeper.stop();
    this.reconciler.stop();
    this.schedules.stop();
  }
}
