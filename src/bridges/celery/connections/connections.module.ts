import { Module, type OnApplicationBootstrap, type OnApplicationShutdown, Optional } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import { CeleryBroker } from '../broker/celery-broker.js';
import { CeleryResults } from '../broker/celery-results.js';
import { openConnections } from './open-connections.js';

const CONNECTIONS = Symbol('the connections to Celery');

type Connections = Awaited<ReturnType<typeof openConnections>>;

/**
 * Celery's broker and result backend, as the settings name them. It connects when the application starts, and closes
 * after everything else has stopped. Without CELERY_BROKER_URL both are undefined.
 */
@Module({
  providers: [
    { provide: CONNECTIONS, inject: [Config], useFactory: openConnections },
    { provide: CeleryBroker, inject: [CONNECTIONS], useFactory: (open?: Connections) => open?.broker },
    { provide: CeleryResults, inject: [CONNECTIONS], useFactory: (open?: Connections) => open?.results },
  ],
  exports: [CeleryBroker, CeleryResults],
})
export class CeleryConnectionsModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Optional() private readonly broker?: CeleryBroker,
    @Optional() private readonly results?: CeleryResults,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await Promise.all([this.broker?.connect(), this.results?.connect()]);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.allSettled([this.results?.close(), this.broker?.close()]);
  }
}
