import { expect, it } from '@jest/globals';
import { cronFault } from './cron-fault.js';

it.each([
  '* * * * *',
  '*/15 * * * *',
  '0 3 * * *',
  '0-30/10 8-18 1,15 JAN-MAR mon-fri',
  '30 0 3 * * 7',
  '0 17 * * FRIL',
  '0 17 L * *',
  '0 9 15W * *',
  '0 9 * * MON#2',
])('sees nothing wrong with %s', (text) => {
  expect(cronFault(text)).toBeUndefined();
});

it.each([
  ['', 'Five fields'],
  ['0 3 * *', 'Five fields'],
  ['0 0 0 0 0 0 0', 'Five fields'],
  ['99 3 * * *', 'Minute: 99'],
  ['0 3- * * *', 'Hour: 3-'],
  ['0 3, * * *', 'Hour: incomplete'],
  ['0 */0 * * *', 'Hour: */0'],
  ['0 1/2/3 * * *', 'Hour: 1/2/3'],
  ['0 3 0 * *', 'Day of the month: 0'],
  ['0 3 * JANUARY *', 'Month: JANUARY'],
  ['0 3 * * MO', 'Day of the week: MO'],
  ['0 3 * * MON#9', 'Day of the week: MON#9'],
])('sees what is wrong with %p', (text, fault) => {
  expect(cronFault(text)).toContain(fault);
});
