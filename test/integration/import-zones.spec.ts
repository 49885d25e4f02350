import { describe, expect, it } from '@jest/globals';
import { ESLint } from 'eslint';
import importX, { createNodeResolver } from 'eslint-plugin-import-x';

// @ts-expect-error a module of the linter's, without types
import { zonesOf } from '../../eslint.zones.js';

const RULE = 'import-x/no-restricted-paths';
const FOLDERS = ['queue', 'http', 'notifications', 'fetch', 'tasks', 'reports'];

const linter = new ESLint({
  overrideConfigFile: true,
  overrideConfig: {
    files: ['**/*.js'],
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [createNodeResolver({ extensionAlias: { '.js': ['.ts', '.js'] } })],
    },
    rules: { [RULE]: ['error', { zones: zonesOf(FOLDERS) }] },
  },
});

/** What the rule says of a file in `folder` that imports this. */
async function faults(folder: string, imported: string): Promise<(string | null)[]> {
  const [result] = await linter.lintText(`import '${imported}';`, { filePath: `src/${folder}/some-file.js` });
  return (result?.messages ?? []).map(({ ruleId, message }) => ruleId ?? message);
}

describe('a feature', () => {
  it.each([
    ['tasks', '../notifications/send-email.task.js'],
    ['fetch', '../tasks/divide.task.js'],
    ['reports', '../notifications/send-email.task.js'],
    ['reports', '../queue/task-queue.js'],
    ['reports', '../http/needs.decorator.js'],
    ['notifications', './templates/templates.js'],
  ])('src/%s may import %s', async (folder, imported) => expect(await faults(folder, imported)).toEqual([]));

  it.each([
    ['tasks', '../notifications/mailer.js'],
    ['reports', '../fetch/fetch-cache.js'],
    ['reports', '../features.js'],
    ['queue', '../tasks/divide.task.js'],
    ['http', '../notifications/send-email.task.js'],
  ])('src/%s may not import %s', async (folder, imported) =>
    expect(await faults(folder, imported)).toEqual([RULE]),
  );
});
