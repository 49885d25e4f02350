import { describe, expect, it } from '@jest/globals';
import { tableOf } from './table.js';

describe('tableOf', () => {
  it('aligns columns by their widest cell, and leaves no space at the end of a line', () => {
    const table = tableOf(
      [
        { name: 'tasks', waiting: 5 },
        { name: 'fetch', waiting: 1_200 },
      ],
      [
        { title: 'QUEUE', cell: ({ name }) => name },
        { title: 'WAITING', cell: ({ waiting }) => waiting, align: 'right' },
      ],
    );
    expect(table).toBe('QUEUE  WAITING\ntasks        5\nfetch     1200\n');
  });

  it('prints a dash for what is missing, and one line for a text of several', () => {
    const table = tableOf(
      [{ text: null }, { text: 'a\nb\u001b[31mc' }],
      [{ title: 'T', cell: ({ text }) => text }],
    );
    expect(table.split('\n')).toHaveLength(4);
    expect(table).toContain('-\na b');
  });
});
