import { once } from 'node:events';
import { expect } from '@jest/globals';
import { Module } from '@nestjs/common';
import { Allow, IsArray, IsInt, IsNumber, IsObject, IsOptional, IsString } from 'class-validator';
import { CoreModule } from '../../src/core/core.module.js';
import { DiscardTask } from '../../src/core/task/task-outcome.js';
import { Task, type TaskContext, type TaskHandler } from '../../src/core/task/task.js';
import type { WorkflowDefinition } from '../../src/core/workflows/definition/workflow-definition.js';
import { replaceWith } from '../../src/core/workflows/nested/replace-with.js';
import { eventually } from './eventually.js';

class SumPayload {
  @IsArray()
  @IsNumber({}, { each: true })
  numbers!: number[];
}

/** Adds numbers. */
@Task({ name: 'test.sum', queue: 'tasks', payload: SumPayload, attempts: 1 })
export class SumTask implements TaskHandler<SumPayload, number> {
  run({ numbers }: SumPayload): Promise<number> {
    return Promise.resolve(numbers.reduce((sum, number) => sum + number, 0));
  }
}

class ListPayload {
  @IsInt()
  length!: number;
}

interface Listed {
  readonly items: { readonly n: number }[];
}

/** Returns a list of objects `{ n }`, counted from 1. */
@Task({ name: 'test.list', queue: 'tasks', payload: ListPayload, attempts: 1 })
export class ListTask implements TaskHandler<ListPayload, Listed> {
  run({ length }: ListPayload): Promise<Listed> {
    return Promise.resolve({ items: Array.from({ length }, (_, i) => ({ n: i + 1 })) });
  }
}

class FailPayload {
  @IsOptional()
  @IsString()
  message?: string;
}

/** Fails for good as long as `FailTask.isBroken`. */
@Task({ name: 'test.fail', queue: 'tasks', payload: FailPayload, attempts: 1 })
export class FailTask implements TaskHandler<FailPayload, string> {
  static isBroken = true;

  run({ message = 'broken' }: FailPayload): Promise<string> {
    if (FailTask.isBroken) throw new DiscardTask(message);
    return Promise.resolve('mended');
  }
}

export class EchoPayload {
  @Allow()
  value!: string | number | null;
}

/** Returns its payload's value, whatever it is, and remembers it in order. */
@Task({ name: 'test.echo', queue: 'tasks', payload: EchoPayload, attempts: 1 })
export class EchoTask implements TaskHandler<EchoPayload, string | number | null> {
  static readonly seen: unknown[] = [];

  run({ value }: EchoPayload): Promise<string | number | null> {
    EchoTask.seen.push(value);
    return Promise.resolve(value);
  }
}

/** Runs until it is stopped, or `WaitTask.release` or `WaitTask.fail` is called. */
@Task({ name: 'test.wait', queue: 'tasks', payload: FailPayload, attempts: 1 })
export class WaitTask implements TaskHandler<FailPayload, string> {
  static release: () => void = () => undefined;
  static fail: () => void = () => undefined;
  private static running = 0;

  /** Waits until it runs, which is later than its status says, and releases it. */
  static async releaseRunning(): Promise<void> {
    await eventually(() => expect(WaitTask.running).toBe(1));
    WaitTask.release();
  }

  /** The same with a failure. */
  static async failRunning(): Promise<void> {
    await eventually(() => expect(WaitTask.running).toBe(1));
    WaitTask.fail();
  }

  run(_: FailPayload, { signal }: TaskContext): Promise<string> {
    WaitTask.running += 1;
    const waiting = new Promise<string>((resolve, reject) => {
      WaitTask.release = () => resolve('released');
      WaitTask.fail = () => reject(new DiscardTask('told to fail'));
      signal.addEventListener('abort', () => reject(signal.reason as Error));
    });
    return waiting.finally(() => (WaitTask.running -= 1));
  }
}

class SecretPayload {
  @IsObject()
  account!: { readonly user: string; readonly password: string };

  @IsOptional()
  @Allow()
  note?: string;
}

/** Returns the length of its secret, and fails for a short one with a message that contains it. */
@Task({
  name: 'test.account',
  queue: 'tasks',
  payload: SecretPayload,
  attempts: 1,
  redact: ['account.password'],
})
export class AccountTask implements TaskHandler<SecretPayload, number> {
  async run({ account: { password } }: SecretPayload, { log }: TaskContext): Promise<number> {
    await log(`logs in with ${password}`);
    if (password.length < 10) throw new DiscardTask(`too short: ${password}`);
    return password.length;
  }
}

class ReplacePayload {
  @Allow()
  workflow!: Record<string, string>;
}

/** Replaces itself by the workflow in its payload. */
@Task({ name: 'test.replace', queue: 'tasks', payload: ReplacePayload, attempts: 1 })
export class ReplaceByTask implements TaskHandler<ReplacePayload, null> {
  run({ workflow }: ReplacePayload): Promise<null> {
    return replaceWith(workflow as unknown as WorkflowDefinition); // the test has written it
  }
}

class Nothing {}

/** Ignores its signal, and replaces itself once it was asked to stop. */
@Task({ name: 'test.stubborn', queue: 'tasks', payload: Nothing, attempts: 1 })
export class StubbornTask implements TaskHandler<Nothing, null> {
  async run(_: Nothing, { signal }: TaskContext): Promise<null> {
    if (!signal.aborted) await once(signal, 'abort');
    return replaceWith({ steps: { late: { task: 'test.echo', payload: { value: 'late' } } } });
  }
}

/** Tasks for tests of workflows. */
@Module({
  imports: [CoreModule],
  providers: [SumTask, ListTask, FailTask, EchoTask, WaitTask, AccountTask, ReplaceByTask, StubbornTask],
})
export class WorkflowTasks {}
