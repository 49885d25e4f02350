import { expect, it } from '@jest/globals';
import { addLogFields, currentLogFields } from './log-fields.js';

it('reads each source once, until it is removed', () => {
  let reads = 0;
  const source = () => ({ reads: (reads += 1) });
  const remove = addLogFields(source);
  addLogFields(source);
  expect(currentLogFields()).toMatchObject({ reads: 1 });
  remove();
  expect(currentLogFields()).not.toHaveProperty('reads');
});
