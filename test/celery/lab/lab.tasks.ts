import { setTimeout as sleep } from 'node:timers/promises';
import { Task, type TaskContext, type TaskHandler } from '../../../src/core/index.js';
import {
  EchoPayload,
  FailPayload,
  FlakyPayload,
  NapPayload,
  NotePayload,
  StepsPayload,
  TotalPayload,
  TwoNumbersPayload,
} from './lab.payloads.js';

/** Queue of the tasks of ../python/reference_worker.py, which are served from here without a change of their callers. */
export const LAB = 'lab';
const once = { queue: LAB, attempts: 1 } as const;

class LabError extends Error {
  override readonly name = 'LabError';
}

class ZeroDivisionError extends Error {
  override readonly name = 'ZeroDivisionError';
}

@Task({ name: 'lab.add', payload: TwoNumbersPayload, celery: { args: ['x', 'y'] }, ...once })
class AddTask implements TaskHandler<TwoNumbersPayload, number> {
  run({ x, y }: TwoNumbersPayload): Promise<number> {
    return Promise.resolve(x + y);
  }
}

@Task({ name: 'lab.divide', payload: TwoNumbersPayload, celery: { args: ['x', 'y'] }, ...once })
class DivideTask implements TaskHandler<TwoNumbersPayload, number> {
  run({ x, y }: TwoNumbersPayload): Promise<number> {
    if (y === 0) return Promise.reject(new ZeroDivisionError('division by zero'));
    return Promise.resolve(x / y);
  }
}

@Task({ name: 'lab.echo', payload: EchoPayload, celery: { args: ['value'] }, ...once })
class EchoTask implements TaskHandler<EchoPayload, object | null> {
  run({ value }: EchoPayload): Promise<object | null> {
    return Promise.resolve(value ?? null);
  }
}

@Task({ name: 'lab.total', payload: TotalPayload, celery: { args: ['numbers'] }, ...once })
class TotalTask implements TaskHandler<TotalPayload, number> {
  run({ numbers }: TotalPayload): Promise<number> {
    return Promise.resolve(numbers.reduce((sum, number) => sum + number, 0));
  }
}

/** Returns when it began and ended, in seconds since 1970. */
@Task({ name: 'lab.nap', payload: NapPayload, celery: { args: ['ms'] }, ...once })
class NapTask implements TaskHandler<NapPayload, number[]> {
  async run({ ms }: NapPayload, { signal }: TaskContext): Promise<number[]> {
    const began = Date.now() / 1_000;
    await sleep(ms, undefined, { signal });
    return [began, Date.now() / 1_000];
  }
}

@Task({ name: 'lab.fail', payload: FailPayload, celery: { args: ['message'] }, ...once })
class FailTask implements TaskHandler<FailPayload, null> {
  run({ message }: FailPayload): Promise<null> {
    return Promise.reject(new LabError(message));
  }
}

/** Fails so often, then returns the number of the attempt, from 1. */
@Task({
  name: 'lab.flaky',
  queue: LAB,
  payload: FlakyPayload,
  celery: { args: ['failures'] },
  attempts: 6,
  backoff: { type: 'fixed', delayMs: 300 },
})
class FlakyTask implements TaskHandler<FlakyPayload, number> {
  run({ failures }: FlakyPayload, { attempt }: TaskContext): Promise<number> {
    if (attempt <= failures) return Promise.reject(new LabError(`attempt ${attempt}`));
    return Promise.resolve(attempt);
  }
}

@Task({ name: 'lab.steps', payload: StepsPayload, celery: { args: ['count'] }, ...once })
class StepsTask implements TaskHandler<StepsPayload, number> {
  async run({ count }: StepsPayload, { progress, signal }: TaskContext): Promise<number> {
    for (let done = 1; done <= count; done++) {
      await progress({ done, count });
      await sleep(200, undefined, { signal });
    }
    return count;
  }
}

@Task({ name: 'lab.note', payload: NotePayload, celery: { args: ['first', 'second'] }, ...once })
class NoteTask implements TaskHandler<NotePayload, object[]> {
  run({ first, second }: NotePayload): Promise<object[]> {
    return Promise.resolve([first, second]);
  }
}

export const labTasks = [
  AddTask,
  DivideTask,
  EchoTask,
  TotalTask,
  NapTask,
  FailTask,
  FlakyTask,
  StepsTask,
  NoteTask,
];
