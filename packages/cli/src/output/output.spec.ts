import { describe, expect, it } from '@jest/globals';
import { Output } from './output.js';
import { styleFor } from './style.js';

const HOSTILE = '\x1b[2J\x1b]0;owned\x07\x9b31m\ufdd2bleeds';

/** An output and what it has written. */
function outputTo(isInteractive: boolean, { isJson = false, env = {}, wanted = true } = {}) {
  let written = '';
  let noted = '';
  const terminal = {
    env,
    isInteractive,
    showsProgress: isInteractive,
    columns: 40,
    rows: 10,
    folder: '.',
    signal: new AbortController().signal,
    write: (text: string) => void (written += text),
    note: (text: string) => void (noted += text),
    readInput: () => Promise.resolve(''),
    ask: undefined,
  };
  const output = new Output(terminal, styleFor(terminal, wanted), isJson);
  return { output, written: () => written, noted: () => noted };
}

describe('Output', () => {
  it('has no escape sequences but its own colours, which end with the line', () => {
    const { output, written } = outputTo(true);
    output.show(HOSTILE, (text) => `${output.style.red(text)} ${output.style.bold('own')}\n${text}\nnext`);
    const sequences = written().match(/[\x1b\x9b\x07][^a-zA-Z]*[a-zA-Z]/g); // eslint-disable-line no-control-regex
    expect(sequences?.every((sequence) => /^\x1b\[\d+m$/.test(sequence))).toBe(true); // eslint-disable-line no-control-regex
    expect(written()).toContain('bleeds\x1b[0m\nnext\n');
  });

  it.each([
    ['in a pipe', false, {}],
    ['with NO_COLOR', true, { env: { NO_COLOR: '1' } }],
    ['with --no-color', true, { wanted: false }],
    ['on a dumb terminal', true, { env: { TERM: 'dumb' } }],
  ])('has no colours %s', (_, isInteractive, options) => {
    const { output, written } = outputTo(isInteractive, options);
    output.show(HOSTILE, (text) => output.style.status('FAILURE') + output.style.red(text));
    expect(written()).toBe('FAILURE\ufffd]0;owned\ufffd\ufffd31mbleeds\n');
  });

  it('restores the outer colour after an inner one', () => {
    const { output, written } = outputTo(true);
    output.show('', () => output.style.red(`a${output.style.bold('b')}c`));
    expect(written()).toBe('\x1b[31ma\x1b[1mb\x1b[0m\x1b[31mc\x1b[0m\n');
  });

  it('prints JSON that no terminal obeys, and that has the same text', () => {
    const { output, written, noted } = outputTo(true, { isJson: true });
    output.show({ text: HOSTILE }, () => 'for people');
    output.note('for people');
    expect(written()).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/); // eslint-disable-line no-control-regex
    expect(JSON.parse(written())).toEqual({ text: HOSTILE });
    expect(noted()).toBe('');
  });

  it('cuts columns of texts to the terminal, and nothing in a pipe', () => {
    const rows = [{ id: 'x'.repeat(20), text: 'long '.repeat(20) }];
    const columns = [
      { title: 'ID', cell: ({ id }: { id: string }) => id },
      { title: 'TEXT', cell: ({ text }: { text: string }) => text, isText: true },
    ];
    const [terminal, pipe] = [outputTo(true), outputTo(false)];
    terminal.output.list(rows, columns, 'none');
    pipe.output.list(rows, columns, 'none');
    expect(terminal.written().split('\n')[1]).toBe(`${'x'.repeat(20)}  long long long lo…`);
    expect(pipe.written()).toContain('long '.repeat(20).trim());
  });

  it('indents further lines of a value', () => {
    const { output, written } = outputTo(false);
    output.details({}, () => [
      ['Name', 'x'],
      ['Error', 'a\nb'],
      ['Nothing', null],
    ]);
    expect(written()).toBe('Name   x\nError  a\n       b\n');
  });
});
