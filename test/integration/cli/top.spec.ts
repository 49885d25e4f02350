import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CliStand, startCliStand } from '../../support/cli-stand.js';
import { eventually } from '../../support/eventually.js';

const ENTER = '\x1b[?1049h';
const LEAVE = '\x1b[?1049l';

describe('celeriac top', () => {
  let stand: CliStand;

  beforeAll(async () => {
    stand = await startCliStand();
  });
  afterAll(() => stand.stop());

  it('prints one picture into a pipe, without escape sequences', async () => {
    const { code, stdout } = await stand.celeriac(['top']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^celeriac top [^]*\ntasks +open /);
    expect(stdout).not.toContain('\x1b');
    expect(await stand.json('top')).toMatchObject({ health: { status: expect.any(String) }, failures: [] });
  });

  it('draws on a terminal until Ctrl-C, and gives the terminal back', async () => {
    const stopped = new AbortController();
    let screen = '';
    const onOutput = (stdout: string) => void (screen = stdout);
    const options = { isInteractive: true, signal: stopped.signal, onOutput };
    const running = stand.celeriac(['top'], options);
    await eventually(() => expect(screen.split('celeriac top').length).toBeGreaterThan(2)); // drawn twice
    stopped.abort();
    const { stdout } = await running;
    expect(stdout.startsWith(ENTER)).toBe(true);
    expect(stdout.endsWith(LEAVE)).toBe(true);
  });

  // `script` of util-linux runs a command in a terminal of its own.
  it.each(hasScript() ? ['q', '\x03'] : [])('ends in a real terminal at the key %j', async (key) => {
    const line = `node packages/cli/bin/celeriac.js top --url ${stand.url}`;
    const terminal: ChildProcess = spawn('script', ['-qec', line, '/dev/null'], {
      env: { PATH: process.env['PATH'], TERM: 'xterm' },
    });
    let output = '';
    terminal.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await eventually(() => expect(output).toContain('tasks'));
    terminal.stdin?.write(key);
    const [code] = (await once(terminal, 'close')) as [number];
    expect({ code, isBack: output.includes(ENTER) && output.includes(LEAVE) }).toEqual({
      code: 0,
      isBack: true,
    });
  });
});

function hasScript(): boolean {
  try {
    return execFileSync('script', ['--version']).toString().includes('util-linux');
  } catch {
    return false;
  }
}
