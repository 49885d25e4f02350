import { expect, it } from '@jest/globals';
import { runTask } from '../../test/support/testing-kit/run-task.js';
import { GreetTask } from './greet.task.js';

it('greets by name, and says so', async () => {
  const { outcome, result, progress, logs } = await runTask(GreetTask, { name: 'Ada' });
  expect({ outcome, result }).toEqual({ outcome: 'succeeded', result: 'Hello, Ada' });
  expect({ progress, logs }).toEqual({ progress: [100], logs: ['Greeting Ada'] });
});

it('takes no empty name', async () => {
  const { error } = await runTask(GreetTask, { name: '' });
  expect(error).toMatchObject({ type: 'InvalidInputError' });
});
