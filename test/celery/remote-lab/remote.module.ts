import { Module } from '@nestjs/common';
import { IsInt, IsOptional, IsString } from 'class-validator';
import { Task, type TaskContext, type TaskHandler } from '../../../src/core/index.js';
import { RemoteTask, RemoteTaskHandler } from '../../../src/bridges/celery/remote/remote-task.js';
import { RemoteTasksModule } from '../../../src/bridges/celery/remote/remote-tasks.module.js';
import { RemoteTasks } from '../../../src/bridges/celery/remote/remote-tasks.js';

const queue = 'py';
const QUICK = { attempts: 2, backoff: { type: 'fixed', delayMs: 1 } } as const;

export class Pair {
  @IsInt()
  x!: number;

  @IsInt()
  y!: number;
}

export class Text {
  @IsString()
  message!: string;
}

export class Nap {
  @IsInt()
  ms!: number;
}

export class Secret {
  @IsString()
  value!: string;

  @IsOptional()
  @IsString()
  userName?: string;
}

export class Nothing {
  @IsOptional()
  @IsString()
  nothing?: string;
}

@RemoteTask({ name: 'py.add', queue, payload: Pair, args: ['x', 'y'], result: Number })
export class AddTask extends RemoteTaskHandler<Pair, number> {}

@RemoteTask({ name: 'python.fail', task: 'py.fail', queue, payload: Text, args: ['message'], ...QUICK })
export class FailTask extends RemoteTaskHandler<Text, null> {}

@RemoteTask({ name: 'python.nap', task: 'py.nap', queue, payload: Nap, args: ['ms'], attempts: 1 })
export class NapTask extends RemoteTaskHandler<Nap, number> {}

@RemoteTask({ name: 'python.context', task: 'py.context', queue, payload: Nothing })
export class ContextTask extends RemoteTaskHandler<Nothing, Record<string, unknown>> {}

@RemoteTask({ name: 'python.unknown', task: 'py.unknown', queue, payload: Nothing, ...QUICK })
export class UnknownTask extends RemoteTaskHandler<Nothing, null> {}

@RemoteTask({
  ...{ name: 'python.echo', task: 'py.echo', queue, payload: Secret, redact: ['value'] },
  ...{ kwargs: { user_name: 'userName' } },
})
export class EchoTask extends RemoteTaskHandler<Secret, unknown[]> {}

@RemoteTask({
  name: 'python.wrong',
  task: 'py.add',
  queue,
  payload: Pair,
  args: ['x', 'y'],
  result: String,
  attempts: 1,
})
export class WrongTask extends RemoteTaskHandler<Pair, string> {}

@Task({ name: 'test.double', queue: 'tasks', payload: Pair })
export class DoubleTask implements TaskHandler<Pair, number> {
  run({ x }: Pair): Promise<number> {
    return Promise.resolve(2 * x);
  }
}

/** Waits for a task in Python by a handle, and fails the first time: the next attempt finds the same call. */
@Task({ name: 'test.caller', queue: 'tasks', payload: Pair, ...QUICK })
export class CallerTask implements TaskHandler<Pair, string[]> {
  private readonly ids: string[] = [];

  constructor(private readonly remote: RemoteTasks) {}

  async run({ x, y }: Pair, { attempt, signal }: TaskContext): Promise<string[]> {
    const handle = await this.remote.submit(AddTask, { x, y }, { key: 'sum' });
    this.ids.push(handle.id);
    const sum = await handle.result({ signal });
    if (attempt === 1) throw new Error('again');
    return [...this.ids, String(sum)];
  }
}

@Module({
  imports: [RemoteTasksModule],
  providers: [
    ...[AddTask, FailTask, NapTask, ContextTask, UnknownTask, EchoTask, WrongTask],
    ...[DoubleTask, CallerTask],
  ],
})
export class RemoteLabModule {}
