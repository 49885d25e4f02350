import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Config } from '../config/config.js';
import { PinoLogger } from '../logging/pino-logger.js';
import { runningTask } from '../queue/running-task.js';
import { TaskRegistry } from '../queue/task-registry.js';
import type { TaskContext } from '../queue/task.js';
import { parseDto } from '../validation/parse-dto.js';
import { NoteWriter } from './note-writer.js';
import {
  type FromThread,
  type StopThread,
  type ThreadAnswer,
  type ThreadOrder,
  errorOf,
  errorRecord,
} from './thread-messages.js';

/**
 * What a thread of the pool does: builds the application once, so that a task gets its dependencies injected as
 * anywhere else, and then runs one order after the other.
 *
 * @param module what a worker process is made of
 */
export async function serveThread(module: Type): Promise<(order: ThreadOrder) => Promise<ThreadAnswer>> {
  const logger = new PinoLogger();
  const app = await NestFactory.createApplicationContext(module, { logger, abortOnError: false });
  logger.level = app.get(Config).logLevel;
  const registry = app.get(TaskRegistry);
  return (order) => execute(registry, order);
}

async function execute(
  registry: TaskRegistry,
  { name, payload, id, rootId, attempt, port }: ThreadOrder,
): Promise<ThreadAnswer> {
  const say = (message: FromThread) => port.postMessage(message);
  const notes = new NoteWriter((some) => Promise.resolve(say({ type: 'notes', notes: some })));
  const controller = new AbortController();
  port.on('message', ({ reason }: StopThread) => controller.abort(errorOf(reason)));
  say({ type: 'started' });
  try {
    const { options, handler } = registry.get(name);
    const parsed = parseDto(options.payload, payload, `the payload of ${name}`);
    const context: TaskContext = {
      id,
      attempt,
      signal: controller.signal,
      progress: (value) => notes.progress(value),
      log: (line) => notes.log(line),
    };
    const result = await runningTask.run({ id, rootId }, () => handler.run(parsed, context));
    return { ok: true, result };
  } catch (error) {
    return { ok: false, error: errorRecord(error) };
  } finally {
    await notes.flush();
    port.close();
  }
}
