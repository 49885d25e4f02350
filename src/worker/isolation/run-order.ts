import type { DynamicModule, INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ROOT_CONTEXT, context, propagation } from '@opentelemetry/api';
import { WorkerOptions } from '../worker-options.js';
import { PinoLogger } from '../../platform/logging/pino-logger.js';
import { childSubmits } from '../../core/submit/child-submits.js';
import type { StoredPayload } from '../../core/submit/payload-seals.js';
import { TaskQueue } from '../../core/submit/task-queue.js';
import { asTask } from '../../core/task/running-task.js';
import type { TaskContext } from '../../core/task/task.js';
import { knowSecrets } from '../../platform/redaction/known-secrets.js';
import { SecretTexts } from '../../platform/redaction/secret-texts.js';
import { PayloadResolver } from '../attempt/payload-resolver.js';
import { checkedResult } from '../attempt/json-result.js';
import { type RetryRules, judgedRecord } from '../attempt/retry-rules.js';
import { EventLoopMonitor } from './event-loop-monitor.js';
import { OutputBuffer } from '../attempt/output-buffer.js';
import type { Answer, Order, Said } from './run-messages.js';

/** The connection between an attempt outside the worker's thread and its worker. */
export interface Line {
  /** Aborts when the task must stop. */
  readonly signal: AbortSignal;
  say(said: Said): void;
}

/** Runs an order of the worker. */
export type Runner = (order: Order, line: Line) => Promise<Answer>;

/**
 * Creates the application once, so that tasks get their dependencies injected as usual.
 *
 * @param module root module of a worker process
 */
export async function createRunner(
  module: Type | DynamicModule,
  prepare?: (app: INestApplicationContext) => void,
): Promise<Runner> {
  const logger = new PinoLogger();
  const app = await NestFactory.createApplicationContext(module, { logger, abortOnError: false });
  prepare?.(app);
  const parts: Parts = {
    payloadResolver: app.get(PayloadResolver),
    loop: app.get(EventLoopMonitor),
    taskQueue: app.get(TaskQueue),
    maxResultBytes: app.get(WorkerOptions).maxResultBytes,
  };
  return (order, line) =>
    context.with(propagation.extract(ROOT_CONTEXT, order.trace), () => execute(parts, order, line));
}

/** The parts of the application that run an order. */
interface Parts {
  readonly payloadResolver: PayloadResolver;
  readonly loop: EventLoopMonitor;
  readonly taskQueue: TaskQueue;
  readonly maxResultBytes: number;
}

async function execute(
  { payloadResolver, loop, taskQueue, maxResultBytes }: Parts,
  order: Order,
  line: Line,
): Promise<Answer> {
  const { id, lineage, facts, timeoutMs } = order;
  let secrets = SecretTexts.none;
  let forget: () => void = () => undefined;
  let rules: RetryRules = {};
  const notes = new OutputBuffer(
    (some) => Promise.resolve(line.say({ type: 'notes', ...some })),
    () => secrets,
  );
  line.say({ type: 'started' });
  try {
    const { task, payload } = payloadResolver.take(JSON.parse(order.stored) as StoredPayload, (texts) => {
      secrets = texts;
      forget = knowSecrets(texts);
    });
    const taskContext: TaskContext = {
      ...facts,
      deadline: timeoutMs === undefined ? undefined : new Date(Date.now() + timeoutMs),
      signal: line.signal,
      progress: (value) => notes.progress(value),
      log: (text) => notes.log(text),
      ...childSubmits(taskQueue, lineage),
    };
    rules = task.options;
    const { name, isolation } = task.options;
    const run = () => task.handler.run(payload, taskContext);
    const mayBlock = isolation === 'thread';
    const result = await asTask(lineage, mayBlock ? run : () => loop.call({ id, name }, run));
    return { ok: true, result: JSON.stringify(checkedResult(result, maxResultBytes)) };
  } catch (error) {
    return { ok: false, error: judgedRecord(rules, error) };
  } finally {
    await notes.flush();
    forget();
  }
}
