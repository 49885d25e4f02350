import { expect, it } from '@jest/globals';
import { runTask } from '../../test/support/testing-kit/run-task.js';
import { Boxes, PackOrderTask } from './pack-order.task.js';

it('takes the smallest box that carries an order', async () => {
  const order = { articles: [{ name: 'tea', grams: 2_500 }] };
  expect(await runTask(PackOrderTask, order, { providers: [Boxes] })).toMatchObject({ result: 'large' });
  const noBoxes = { provide: Boxes, useValue: { smallestFor: () => 'none' } };
  expect(await runTask(PackOrderTask, order, { providers: [noBoxes] })).toMatchObject({ result: 'none' });
});
