import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Config } from '../config/config.js';
import { logLevels } from '../logging/log-levels.js';
import { PinoLogger } from '../logging/pino-logger.js';
import { runningTask } from '../queue/running-task.js';
import type { TaskContext } from '../queue/task.js';
import { knowSecrets } from '../redaction/known-secrets.js';
import { SecretTexts } from '../redaction/secret-texts.js';
import { Intakes } from './intake.js';
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
  logLevels.set(app.get(Config).logLevel);
  const intakes = app.get(Intakes);
  return (order) => execute(intakes, order);
}

async function execute(
  intakes: Intakes,
  { stored, id, lineage, attempt, port }: ThreadOrder,
): Promise<ThreadAnswer> {
  const say = (message: FromThread) => port.postMessage(message);
  let secrets = SecretTexts.none;
  let forget: () => void = () => undefined;
  const notes = new NoteWriter(
    (some) => Promise.resolve(say({ type: 'notes', notes: some })),
    () => secrets,
  );
  const controller = new AbortController();
  port.on('message', ({ reason }: StopThread) => controller.abort(errorOf(reason)));
  say({ type: 'started' });
  try {
    const { task, payload } = intakes.take(stored, (texts) => {
      secrets = texts;
      forget = knowSecrets(texts);
    });
    const context: TaskContext = {
      id,
      attempt,
      signal: controller.signal,
      progress: (value) => notes.progress(value),
      log: (line) => notes.log(line),
    };
    const result = await runningTask.run(lineage, () => task.handler.run(payload, context));
    return { ok: true, result };
  } catch (error) {
    return { ok: false, error: errorRecord(error) };
  } finally {
    await notes.flush();
    forget();
    port.close();
  }
}
