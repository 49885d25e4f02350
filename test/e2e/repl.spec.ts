import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { type StartedProcess, startProcess } from '../support/processes.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

const ID = '01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e';
const START_MS = 40_000;

/** The lines of docs/handles.md, each with what it prints. */
const docs = readFileSync('docs/handles.md', 'utf8');
const [, session = ''] = /```text\n([\s\S]*?)```/.exec(docs) ?? [];
const lines = session.split(/^> /m).slice(1);

/** A shell that a test types into. */
class TypedShell {
  readonly child: ChildProcess;
  private output = '';

  constructor(variables: Record<string, string | undefined>) {
    const env = { PATH: process.env['PATH'], ...variables };
    this.child = spawn(process.execPath, [resolve('dist/repl.js')], { env });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
  }

  /** Everything until the next prompt, with the documented id in place of each. */
  async said(): Promise<string> {
    const said = await eventually(() => {
      expect(this.output).toMatch(/(^|\n)> $/);
      return this.output.slice(0, -'> '.length);
    }, START_MS);
    this.output = '';
    return said.replaceAll(/[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[\da-f]{4}-[\da-f]{12}/g, ID);
  }

  type(line: string): void {
    this.child.stdin?.write(`${line}\n`);
  }
}

describe('npm run repl', () => {
  let sandbox: Sandbox;
  let shell: TypedShell;
  let worker: StartedProcess | undefined;

  beforeEach(async () => {
    sandbox = await createSandbox({ WORKER_QUEUES: 'tasks' });
    shell = new TypedShell(sandbox.variables);
  });
  afterEach(async () => {
    shell.child.kill('SIGKILL');
    await worker?.stop();
    worker = undefined;
    await sandbox.clean();
  });

  const exit = async () => {
    const ended = once(shell.child, 'exit');
    shell.type('.exit');
    expect(await ended).toEqual([0, null]);
  };

  it('prints what docs/handles.md shows, and exits', async () => {
    worker = await startProcess('worker', sandbox.variables);
    expect(await shell.said()).toBe('');
    expect(lines.length).toBeGreaterThan(10);
    const typed = [];
    for (const line of lines.slice(0, -1)) {
      const [input = ''] = line.split('\n');
      shell.type(input);
      typed.push(`${input}\n${await shell.said()}`);
    }
    expect(typed).toEqual(lines.slice(0, -1));
    expect(lines.at(-1)).toBe('.exit\n');
    await exit();
  }, 120_000);

  it('submits without a worker, lists its commands, and explains a mistake', async () => {
    await shell.said();
    shell.type('(await (await submit(DivideTask, { x: 1, y: 2 })).state()).status');
    expect(await shell.said()).toBe("'PENDING'\n");
    shell.type('help');
    const help = await shell.said();
    for (const name of ['submit(', 'handle(', 'cancel(', 'tasks(', 'queues()', 'workers()'])
      expect(help).toContain(`\n  ${name}`);
    expect(help).toMatch(/\n {2}DivideTask +math\.divide\n/);
    shell.type('help()');
    expect(await shell.said()).toBe(help);
    shell.type("submit(DivideTask, { x: 'one', y: 2 })");
    expect(await shell.said()).toContain(
      'InvalidInputError: the payload of math.divide is not valid: x must be',
    );
    await exit();
  }, 120_000);
});
