import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import { CeleryUnavailableError } from '../broker/celery-broker.js';
import { type CeleryConnections, openConnections } from '../connections/open-connections.js';
import { revokeMessage } from './remote-message.js';

/** The connection of this process to Celery, made when it is first needed. */
@Injectable()
export class RemoteConnection implements OnApplicationShutdown {
  private readonly logger = new Logger('RemoteTasks');
  private opening: Promise<CeleryConnections> | undefined;

  constructor(private readonly config: Config) {}

  async onApplicationShutdown(): Promise<void> {
    const open = await this.opening?.catch(() => undefined);
    await Promise.allSettled([open?.results.close(), open?.broker.close()]);
  }

  open(): Promise<CeleryConnections> {
    this.opening ??= this.connect();
    return this.opening;
  }

  /** Revokes a task, running or not. Nobody answers, and a broker that is away is only logged. */
  async revoke(id: string): Promise<void> {
    try {
      const { broker } = await this.open();
      await broker.broadcastControl(revokeMessage(id));
    } catch (error) {
      this.logger.warn(`Task ${id} in Celery could not be revoked: ${String(error)}`);
    }
  }

  private async connect(): Promise<CeleryConnections> {
    const open = await openConnections(this.config);
    if (open === undefined) throw new CeleryUnavailableError('CELERY_BROKER_URL is not set');
    await Promise.all([open.broker.connect(), open.results.connect()]);
    return open;
  }
}
