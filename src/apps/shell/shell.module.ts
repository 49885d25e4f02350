import { Module, type OnApplicationShutdown } from '@nestjs/common';
import { CoreModule } from '../../core/core.module.js';
import { WorkerModule } from '../worker.module.js';
import { Shell } from './shell.js';

/** Root module of the shell: it knows every task, and consumes nothing. */
@Module({ imports: [WorkerModule, CoreModule], providers: [Shell] })
export class ShellModule implements OnApplicationShutdown {
  /** Called when everything else has been closed. */
  static onClosed: () => void = () => undefined;

  onApplicationShutdown(): void {
    ShellModule.onClosed();
  }
}
