import { expect, it } from '@jest/globals';
import { runWorkflow } from '../../test/support/testing-kit/run-workflow.js';
import { GreetTask } from './greet.task.js';
import { greetings } from './greetings.workflow.js';

it('answers the first greeting', async () => {
  const { result, steps, hooks } = await runWorkflow(greetings(['Ada', 'Grace']), [GreetTask]);
  expect(steps['greetings']?.result).toEqual(['Hello, Ada', 'Hello, Grace']);
  expect(result).toBe('Hello, Hello, Ada');
  expect(hooks.onEnd?.payload).toEqual({ name: 'SUCCESS' });
});

it('fails with nobody to answer', async () => {
  const { status, steps } = await runWorkflow(greetings([]), [GreetTask]);
  expect(status).toBe('FAILURE');
  expect(steps['answer']?.error).toMatchObject({ type: 'MissingValueError' });
});
