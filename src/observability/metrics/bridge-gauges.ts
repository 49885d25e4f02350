import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { CeleryBridge } from '../../bridges/celery/process/celery-bridge.js';
import { BridgeEnds, type WaitingEnds } from '../../core/lifetime/bridge-ends.js';
import { MetricsRegistry } from './metrics-registry.js';
import { withinScrape } from './within-scrape.js';

/** Connections of this bridge, and the ends that all bridges have still to tell. */
@Injectable()
export class BridgeGauges implements OnModuleInit {
  private reading: Promise<WaitingEnds | undefined> | undefined;

  constructor(
    private readonly bridge: CeleryBridge,
    private readonly ends: BridgeEnds,
    private readonly registry: MetricsRegistry,
  ) {}

  onModuleInit(): void {
    const up = (problem: string | undefined) => (problem === undefined ? 1 : 0);
    this.create('broker_up', "1: this bridge is connected to Celery's broker", () =>
      up(this.bridge.health().problem),
    );
    this.create('results_up', "1: this bridge is connected to Celery's result backend", () =>
      up(this.bridge.health().warning),
    );
    this.create(
      'ends_waiting',
      'Ends of tasks that are still to be told to Celery, by any bridge',
      async () => (await this.waiting())?.count,
    );
    this.create('ends_waiting_seconds', 'Age of the oldest of them; 0 without one', async () => {
      const waiting = await this.waiting();
      return waiting && ageOf(waiting);
    });
  }

  /** @param read the value; undefined while it is not known: then the metric is absent */
  private create(
    name: string,
    help: string,
    read: () => number | undefined | Promise<number | undefined>,
  ): void {
    new Gauge({
      ...{ name: `celeriac_celery_${name}`, help, registers: [this.registry] },
      async collect() {
        const value = await read();
        if (value === undefined) this.remove();
        else this.set(value);
      },
    });
  }

  /** Once for both gauges. */
  private waiting(): Promise<WaitingEnds | undefined> {
    this.reading ??= withinScrape(this.ends.waiting('celery')).finally(() => (this.reading = undefined));
    return this.reading;
  }
}

function ageOf({ oldestAt }: WaitingEnds): number {
  return oldestAt === null ? 0 : Math.max(0, Date.now() - oldestAt) / 1_000;
}
