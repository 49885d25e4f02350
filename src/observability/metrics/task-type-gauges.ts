import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { TypeControl } from '../../core/queues/type-control.js';
import { MetricsRegistry } from './metrics-registry.js';
import { withinScrape } from './within-scrape.js';

/** The paused task types. Every API process reports the same. Updated by each scrape. */
@Injectable()
export class TaskTypeGauges {
  private readonly paused: Gauge;

  constructor(
    private readonly types: TypeControl,
    registry: MetricsRegistry,
  ) {
    this.paused = new Gauge({
      name: 'celeriac_task_type_paused',
      help: '1 for each paused task type, whose tasks no worker starts',
      labelNames: ['task', 'queue'],
      registers: [registry],
      collect: () => this.look(),
    });
  }

  private async look(): Promise<void> {
    const types = await withinScrape(this.types.paused());
    this.paused.reset();
    for (const { name, queue } of types ?? []) this.paused.set({ task: name, queue }, 1);
  }
}
