import type { Task } from '@celeriac/client';
import { describe, expect, it } from '@jest/globals';
import { CSV_HEAD, csvLine } from './csv.js';

/** The cells of the named columns. */
function cells(fields: Partial<Task>, ...names: string[]): (string | undefined)[] {
  const line = csvLine({ tags: [], error: null, result: null, progress: null, ...fields } as unknown as Task);
  const all = line.trimEnd().match(/("([^"]|"")*"|[^,]*)(,|$)/g) ?? [];
  const head = CSV_HEAD.trimEnd().split(',');
  return names.map((name) => all[head.indexOf(name)]?.replace(/,$/, ''));
}

describe('csvLine', () => {
  it('has a cell for each column', () => {
    expect(
      cells({ task_id: 'a', tags: ['b', 'c'], attempt: 1 }, 'task_id', 'tags', 'attempt', 'worker'),
    ).toEqual(['a', 'b c', '1', '']);
  });

  it('quotes commas, quotes and line ends', () => {
    expect(cells({ result: { a: 1, b: 'x\ny' } }, 'result')).toEqual(['"{""a"":1,""b"":""x\\ny""}"']);
    expect(cells({ result: 'x\ny' }, 'result')).toEqual(['"x\ny"']);
  });

  it('makes no formula of a text, and keeps numbers', () => {
    const error = { type: '=cmd()', message: '-5' };
    expect(cells({ error, result: -5 }, 'error_type', 'error_message', 'result')).toEqual([
      "'=cmd()",
      '-5',
      '-5',
    ]);
    expect(cells({ tags: ['@SUM(A1)'] }, 'tags')).toEqual(["'@SUM(A1)"]);
  });
});
