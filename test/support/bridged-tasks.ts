import { IsString } from 'class-validator';
import { step } from '../../src/core/workflows/builder/compose.js';
import { replaceWith } from '../../src/core/workflows/nested/replace-with.js';
import { Task, type TaskContext, type TaskHandler } from '../../src/core/task/task.js';

export class BridgedPayload {
  @IsString()
  how!: string;
}

interface Found {
  readonly list: readonly string[];
  readonly text: string;
}

/** Ends in the way that its payload names. */
@Task({ name: 'test.bridged', queue: 'tasks', payload: BridgedPayload, celery: { args: ['how'] } })
export class BridgedTask implements TaskHandler<BridgedPayload, Found> {
  async run({ how }: BridgedPayload, { signal }: TaskContext): Promise<Found> {
    if (how === 'bad') throw new RangeError('bad');
    if (how === 'replaced') return replaceWith(step(BridgedTask, { how: 'good' }));
    if (how === 'long') await new Promise((_, reject) => signal.addEventListener('abort', reject));
    return { list: [], text: 'é' };
  }
}

export const BridgedTasks = [BridgedTask];
