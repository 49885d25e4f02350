import { Injectable } from '@nestjs/common';
import { Broker, Keys } from '../../../core/index.js';
import { Config } from '../../../platform/config/config.js';

/** Remembers which calls with a key were sent, for as long as Celery keeps their results. */
@Injectable()
export class RemoteSends {
  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
    private readonly config: Config,
  ) {}

  /** Sends a call unless it was sent before. If the process dies in between, it is sent again, under the same id. */
  async once(id: string, send: () => Promise<void>): Promise<void> {
    const { producer } = this.broker;
    const key = this.keys.bridge('celery', `remote:${id}`);
    if ((await this.broker.ask(producer.get(key))) !== null) return;
    await send();
    await this.broker.ask(producer.set(key, '1', 'PX', this.config.celeryResultExpiresMs || DAY_MS));
  }
}

const DAY_MS = 86_400_000;
