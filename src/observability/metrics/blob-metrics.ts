import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { ALL_BLOBS, Keys } from '../../core/redis/keys.js';
import { Broker } from '../../core/redis/broker.js';
import { Config } from '../../platform/config/config.js';
import { MetricsRegistry } from './metrics-registry.js';
import { withinScrape } from './within-scrape.js';

/** How full the store of large bodies is. Every API process reports the same. Absent while the broker does not answer. */
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

  /** Looks now. To be called before the registry is read. */
  async look(): Promise<void> {
    const total = await withinScrape(
      this.broker.ask(this.broker.producer.hget(this.keys.blobSizes, ALL_BLOBS)),
    );
    // A gauge without labels is 0 after a reset; `remove` has it leave the answer.
    this.bytes.remove();
    if (total !== undefined) this.bytes.set(Number(total ?? 0));
    this.maxBytes.set(this.config.blobsMaxBytes ?? 0);
  }
}
