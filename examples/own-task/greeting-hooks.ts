import { Injectable, Logger } from '@nestjs/common';
import {
  OnTaskFailed,
  OnTaskRetried,
  OnTaskSucceeded,
  type TaskFailedEvent,
  type TaskRetriedEvent,
  type TaskSucceededEvent,
} from '../../src/worker/index.js';
import { GreetTask } from './greet.task.js';

/** Watches greetings. List it in the `providers` of a module. */
@Injectable()
export class GreetingHooks {
  private readonly logger = new Logger('Greetings');

  @OnTaskSucceeded(GreetTask)
  greeted({ result, durationMs }: TaskSucceededEvent): void {
    this.logger.log(`${String(result)} (${durationMs} ms)`);
  }

  /** For every task, because no class and no name is given. */
  @OnTaskRetried()
  @OnTaskFailed()
  async failed({ name, id, error }: TaskFailedEvent | TaskRetriedEvent): Promise<void> {
    await Promise.resolve(this.logger.warn(`${name}[${id}] failed: ${error.type}`));
  }
}
