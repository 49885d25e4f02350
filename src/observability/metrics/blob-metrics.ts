import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { ALL_BLOBS, Keys } from '../../core/redis/keys.js';
import { Broker } from '../../core/redis/broker.js';
import { Config } from '../../platform/config/config.js';
import { MetricsRegistry } from './metrics-registry.js';
import { withinScrape } from './within-scrape.js';

/** Usage of the blob store. Every API process reports the same values. Absent while the broker is not responding. */
@Injectable()
export class BlobMetrics {
  private readonly bytes: Gauge;
  private readonly maxBytes: Gauge;

  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
    private readonly config: Config,
    registry: MetricsRegistry,
  ) {
    const registers = [registry];
    this.bytes = new Gauge({
      name: 'celeriac_blobs_bytes',
      help: 'Bytes of all stored blobs, with those that running tasks have reserved',
      registers,
    });
    this.maxBytes = new Gauge({
      name: 'celeriac_blobs_max_bytes',
      help: 'BLOBS_MAX_BYTES; 0: there is no limit',
      registers,
    });
  }

  /** Updates the gauges. Call it before reading the registry. */
  async look(): Promise<void> {
    const total = await withinScrape(
      this.broker.ask(this.broker.producer.hget(this.keys.blobSizes, ALL_BLOBS)),
    );
    // A gauge without labels is 0 after a reset; `remove` omits it from the output.
    this.bytes.remove();
    if (total !== undefined) this.bytes.set(Number(total ?? 0));
    this.maxBytes.set(this.config.blobsMaxBytes ?? 0);
  }
}
