import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createStandaloneFolder } from '../../support/standalone.js';

/** Compiler, linter and Jest run over a whole project here, each on its own. */
const LIMIT_MS = 600_000;
const CELERIAC = resolve('packages/cli/bin/celeriac.js');

const runFile = promisify(execFile);
const node = (folder: string, ...args: string[]) =>
  runFile(process.execPath, args, { cwd: folder, maxBuffer: 64 * 1_048_576 });

describe('celeriac new', () => {
  const root = mkdtempSync(join(tmpdir(), 'celeriac-new-'));
  const app = join(root, 'my-app');
  const added = [
    'src/features/reports',
    'src/features/greetings',
    'src/features/tasks',
    'src/apps/features.ts',
  ];
  const tool = (path: string, ...args: string[]) => node(app, `node_modules/${path}`, ...args);

  beforeAll(async () => {
    await node(root, CELERIAC, 'new', 'app', 'my-app');
    symlinkSync(resolve('node_modules'), join(app, 'node_modules'));
    await node(app, CELERIAC, 'new', 'task', 'reports.write-nightly', '--queue', 'tasks');
    await node(join(app, 'src'), CELERIAC, 'new', 'task', 'math.cube', '--dir', 'features/tasks');
    await node(app, 'scripts/build.mjs');
  }, LIMIT_MS);
  afterAll(() => rmSync(root, { recursive: true }));

  it('makes a project with its own name, without the development of the template', () => {
    for (const file of ['package.json', 'package-lock.json'])
      expect(JSON.parse(readFileSync(join(app, file), 'utf8'))).toMatchObject({ name: 'my-app' });
    expect(readFileSync(join(app, 'README.md'), 'utf8')).toMatch(/^# my-app\n/);
    for (const path of ['.env', '.gitignore', 'docs/tasks.md', 'src/features/greetings/greet.task.spec.ts'])
      expect({ path, exists: existsSync(join(app, path)) }).toEqual({ path, exists: true });
    for (const path of ['CHANGELOG.md', '.ci', 'test/integration', 'src/core/query/durations.spec.ts'])
      expect({ path, exists: existsSync(join(app, path)) }).toEqual({ path, exists: false });
  });

  it('adds a task with its spec, and a line in the module', () => {
    const read = (path: string) => readFileSync(join(app, path), 'utf8');
    expect(read('src/features/reports/reports.module.ts')).toContain('providers: [WriteNightlyTask]');
    expect(read('src/apps/features.ts')).toMatch(
      /OperationsModule,\n {2}GreetingsModule,\n {2}ReportsModule,\n\]/,
    );
    expect(read('src/features/tasks/tasks.module.ts')).toContain('CountPrimesTask, CubeTask]');
  });

  it.each([
    [['new', 'task', 'math.cube', '--dir', 'src/features/tasks'], /cube\.task\.ts exists already/],
    [['new', 'task', 'Cube'], /not a name for a task/],
    [['new', 'task', 'math.cube', '--dir', 'elsewhere'], /below src/],
    [['new', 'app', '.'], /is not empty/],
    [['new', 'app', 'My App'], /name of a package/],
  ])('refuses %p', async (args, message) => {
    await expect(node(app, CELERIAC, ...args)).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(message),
    });
  });

  it('adds a task to no folder that is not such a project', async () => {
    await expect(node(root, CELERIAC, 'new', 'task', 'math.cube')).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('celeriac new app'),
    });
  });

  it(
    'writes what Prettier, ESLint and the compiler accept',
    async () => {
      await tool('prettier/bin/prettier.cjs', '--check', ...added, 'README.md', 'package.json');
      await tool('eslint/bin/eslint.js', ...added);
      await tool('typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json');
    },
    LIMIT_MS,
  );

  it(
    'writes specs that pass',
    async () => {
      const jest = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '-w', '1'];
      const { stderr } = await node(app, ...jest, ...added.slice(0, 3));
      expect(stderr).toMatch(/Tests: +6 passed, 6 total/);
    },
    LIMIT_MS,
  );

  it(
    'writes tasks that run when they are submitted over HTTP',
    async () => {
      const place = createStandaloneFolder();
      try {
        const service = place.start({ HISTORY_URL: 'off' }, join(app, 'dist/standalone.js'));
        const url = await service.url('API');
        for (const name of ['greetings.greet', 'reports.write-nightly', 'math.cube']) {
          const call = ['call', name, '{"name": "Ada"}', '--wait', '--url', url];
          const { stdout } = await node(app, 'packages/cli/bin/celeriac.js', ...call);
          expect({ name, stdout }).toEqual({ name, stdout: expect.stringContaining('Hello, Ada') });
        }
      } finally {
        await place.remove();
      }
    },
    LIMIT_MS,
  );
});
