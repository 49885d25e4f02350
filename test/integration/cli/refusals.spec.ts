import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { startApi } from '../../support/in-process.js';
import { runCli, spawnCli } from '../../support/run-cli.js';
import { type Sandbox, createSandbox } from '../../support/sandbox.js';

/** Nobody listens on it. */
const NOWHERE = 'http://127.0.0.1:1';

describe('celeriac says what is wrong, and exits', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;
  let url: string;

  beforeAll(async () => {
    sandbox = await createSandbox();
    app = await startApi(sandbox.variables);
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  });
  afterAll(async () => {
    await app.close();
    await sandbox.clean();
  });

  it('with 3 and advice if the API does not answer', async () => {
    const { code, stdout, stderr } = await runCli(NOWHERE, ['tasks']);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(/^celeriac: http:\/\/127\.0\.0\.1:1 does not answer.*\nIs it running\? --url/);
  });

  it('with 4 and a caret below each mistake of a query', async () => {
    const { code, stderr } = await runCli(url, ['tasks', 'tag:x', 'status:FAILED', '-nmae:y']);
    expect(code).toBe(4);
    const lines = stderr.split('\n').map((line) => line.slice(2));
    expect(lines).toContain('tag:x status:FAILED -nmae:y');
    expect(lines).toContain(`${' '.repeat('tag:x status:'.length)}^^^^^^`);
    expect(stderr).toContain('FAILURE');
  });

  it.each([
    [['exprot'], 'Did you mean export?'],
    [['tasks', '--limti', '5'], 'Did you mean --limit?'],
    [['tasks', '--limit', 'five'], 'whole number'],
    [['tasks', '--url', 'nonsense'], 'http or https URL'],
    [['tasks', '--profile', 'none'], 'No profile "none"'],
  ])('with 2 for %p', async (args, message) => {
    const { code, stderr, stdout } = await runCli(url, args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('with 130 after Ctrl-C', async () => {
    const { code, stderr } = await runCli(url, ['tasks'], { signal: AbortSignal.abort() });
    expect({ code: [0, 130].includes(code), stderr }).toEqual({ code: true, stderr: '' });
  });

  it('as a process of its own, too', async () => {
    expect(await spawnCli(NOWHERE, ['tasks'])).toMatchObject({ code: 3, stdout: '' });
    expect(await spawnCli(url, ['tasks', '--json'])).toMatchObject({ code: 0, stdout: '[]\n', stderr: '' });
  });
});
