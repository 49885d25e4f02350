import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ROOT_CONTEXT, context, propagation } from '@opentelemetry/api';
import { Config } from '../config/config.js';
import { logLevels } from '../logging/log-levels.js';
import { PinoLogger } from '../logging/pino-logger.js';
import { asTask } from '../queue/running-task.js';
import type { TaskContext } from '../queue/task.js';
import { knowSecrets } from '../redaction/known-secrets.js';
import { SecretTexts } from '../redaction/secret-texts.js';
import { Intakes } from './intake.js';
import { LoopWatch } from './loop-watch.js';
import { NoteWriter } from './note-writer.js';
import { type FromThread, type Order, type ThreadAnswer, errorRecord } from './thread-messages.js';

/** How an attempt that runs outside of its worker's thread speaks with its worker. */
export interface Line {
  /** Aborts when the task is to stop. */
  readonly signal: AbortSignal;
  say(message: FromThread): void;
}

/** Runs what a worker has it run. */
export type Runner = (order: Order, line: Line) => Promise<ThreadAnswer>;

/**
 * Builds the application once, so that a task gets its dependencies injected as anywhere else.
 *
 * @param module what a worker process is made of
 */
export async function createRunner(module: Type): Promise<Runner> {
  const logger = new PinoLogger();
  const app = await NestFactory.createApplicationContext(module, { logger, abortOnError: false });
  logLevels.set(app.get(Config).logLevel);
  const [intakes, loop] = [app.get(Intakes), app.get(LoopWatch)];
  return (order, line) =>
    context.with(propagation.extract(ROOT_CONTEXT, order.trace), () => execute(intakes, loop, order, line));
}

async function execute(intakes: Intakes, loop: LoopWatch, order: Order, line: Line): Promise<ThreadAnswer> {
  const { stored, id, lineage, attempt } = order;
  let secrets = SecretTexts.none;
  let forget: () => void = () => undefined;
  const notes = new NoteWriter(
    (some) => Promise.resolve(line.say({ type: 'notes', notes: some })),
    () => secrets,
  );
  line.say({ type: 'started' });
  try {
    const { task, payload } = intakes.take(stored, (texts) => {
      secrets = texts;
      forget = knowSecrets(texts);
    });
    const taskContext: TaskContext = {
      id,
      attempt,
      signal: line.signal,
      progress: (value) => notes.progress(value),
      log: (text) => notes.log(text),
    };
    const { name, isolation } = task.options;
    const run = () => task.handler.run(payload, taskContext);
    const mayBlock = isolation === 'thread';
    const result = await asTask(lineage, mayBlock ? run : () => loop.call({ id, name }, run));
    return { ok: true, result };
  } catch (error) {
    return { ok: false, error: errorRecord(error) };
  } finally {
    await notes.flush();
    forget();
  }
}
