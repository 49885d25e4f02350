import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { curl } from '../support/curl.js';
import { eventually } from '../support/eventually.js';
import { type StartedProcess, startProcess } from '../support/processes.js';
import { cliWords, runCli } from '../support/run-cli.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

const readme = readFileSync('README.md', 'utf8');
const scripts = Object.keys(
  (JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }).scripts,
);

/** Every command of the README's bash blocks, without comments and with continued lines joined. */
const commands = [...readme.matchAll(/```bash\n([\s\S]*?)```/g)]
  .flatMap(([, block = '']) => block.match(/^(?!#)(?:'[^']*'|\\\n|[^\n'])+/gm) ?? [])
  .map((line) =>
    line
      .replaceAll('\\\n', ' ')
      .replace(/\s+#.*$/, '')
      .trim(),
  );

const TASK_ID = { task_id: expect.any(String) };

/** The answer to a curl line. The first entry whose key is in the line counts. */
const ANSWERS: readonly (readonly [part: string, answer: object])[] = [
  ['/notify', { message: 'Notification queued' }],
  ['/notifications', { items: [TASK_ID] }],
  ['/workflows', { workflow_id: expect.any(String), steps: { counts: TASK_ID, ratio: TASK_ID } }],
  ['/schedules', { schedule_id: 'nightly', next_tick_at: expect.any(String) }],
  ['/tasks?q=', { looked: { complete: true } }],
  ['', TASK_ID],
];

describe('the README', () => {
  it('has at most 200 lines', () => {
    expect(readme.trimEnd().split('\n').length).toBeLessThanOrEqual(200);
  });

  it.each(
    [...readme.matchAll(/```ts file=(\S+)\n([\s\S]*?)```/g)].map(([, file, text]) => [file, text] as const),
  )('shows %s unchanged', (file = '', text) => {
    expect(text).toBe(readFileSync(file, 'utf8'));
  });

  it('names only scripts, files and entries that exist', () => {
    const named = [...readme.matchAll(/npm (?:run )?(start(?::\w+)?|test|check|bench|build)\b/g)].map(
      ([, name]) => name,
    );
    expect(scripts).toEqual(expect.arrayContaining(named));
    for (const [, path = ''] of readme.matchAll(/\]\(((?!http)[^)#]+)\)/g))
      expect(() => readable(path)).not.toThrow();
    for (const [, entry = ''] of readme.matchAll(/node (dist\/\w+\.js)/g))
      expect(() => readable(entry)).not.toThrow();
  });

  describe('its curl lines', () => {
    let sandbox: Sandbox;
    let api: StartedProcess;
    let worker: StartedProcess;

    beforeAll(async () => {
      sandbox = await createSandbox();
      api = await startProcess('main', sandbox.variables);
      // The fetch of example.com is only submitted: tests contact no foreign servers.
      worker = await startProcess('worker', {
        ...sandbox.variables,
        WORKER_QUEUES: 'tasks,notifications,operations',
      });
    });

    afterAll(async () => {
      await Promise.all([api.stop(), worker.stop()]);
      await sandbox.clean();
    });

    const send = (line: string) => curl(line.replace('http://localhost:8000', api.url));

    it.each(commands.filter((line) => line.startsWith('curl') && !line.includes('/result/')))(
      '%s',
      async (line) => {
        const { status, body } = await send(line);
        expect([200, 201]).toContain(status);
        expect(body).toMatchObject(ANSWERS.find(([part]) => line.includes(part))?.[1] ?? {});
      },
    );

    it.each(commands.filter((line) => line.startsWith('npx celeriac')))('%s', async (line) => {
      const [, ...args] = cliWords(line);
      expect(await runCli(api.url, args)).toMatchObject({ code: 0, stderr: '' });
    });

    it('return what the README shows, with the id of the answer', async () => {
      const [submit = '', read = ''] = commands.filter((line) => line.startsWith('curl'));
      const shown = [...readme.matchAll(/^# (\{.*\})$/gm)].map(([, json = '']) => JSON.parse(json) as object);
      const { body } = (await send(submit)) as { body: { task_id: string } };
      expect({ ...shown[0], task_id: body.task_id }).toEqual(body);
      const result = () => send(read.replace(/[\da-f-]{36}/, body.task_id));
      await eventually(async () => expect((await result()).body).toEqual(shown[1]));
    });
  });
});

/** Throws unless the path is a readable file or folder. */
function readable(path: string): void {
  try {
    readFileSync(path);
  } catch (error) {
    if ((error as { code?: string }).code !== 'EISDIR') throw error;
  }
}
