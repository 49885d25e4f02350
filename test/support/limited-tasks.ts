import { once } from 'node:events';
import { Module } from '@nestjs/common';
import { IsInt, IsOptional, IsString } from 'class-validator';
import { Task, type TaskContext, type TaskHandler } from '../../src/core/task/task.js';

export const HOUR_MS = 3_600_000;

export class LimitedPayload {
  @IsOptional()
  @IsString()
  host?: string;

  @IsOptional()
  @IsInt()
  number?: number;
}

/** The order of the starts: payload numbers. */
export const started: (number | undefined)[] = [];

function note({ number }: LimitedPayload): Promise<null> {
  started.push(number);
  return Promise.resolve(null);
}

/** Nothing is declared. */
@Task({ name: 'test.free', queue: 'tasks', payload: LimitedPayload, aliases: ['test.unbound'] })
class FreeTask implements TaskHandler<LimitedPayload, null> {
  run = note;
}

const rare = { max: 1, durationMs: HOUR_MS, key: 'host' } as const;
/** A rate limit for each host. */
@Task({ name: 'test.rare', queue: 'tasks', payload: LimitedPayload, rateLimit: rare, timeoutMs: HOUR_MS })
class RareTask implements TaskHandler<LimitedPayload, null> {
  run = note;
}

/** Runs until it is asked to stop. */
@Task({ name: 'test.long', queue: 'tasks', payload: LimitedPayload, attempts: 1 })
class LongTask implements TaskHandler<LimitedPayload, null> {
  async run(payload: LimitedPayload, { signal }: TaskContext): Promise<null> {
    await note(payload);
    if (!signal.aborted) await once(signal, 'abort');
    throw signal.reason;
  }
}

@Task({ name: 'test.hidden', queue: 'tasks', payload: LimitedPayload, isInternal: true })
class HiddenTask implements TaskHandler<LimitedPayload, null> {
  run = note;
}

/** Task types whose limits a test changes. */
@Module({ providers: [FreeTask, RareTask, LongTask, HiddenTask] })
export class LimitedTasks {}
