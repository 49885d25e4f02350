import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { ESLint } from 'eslint';
import importX, { createNodeResolver } from 'eslint-plugin-import-x';

// @ts-expect-error a module of the linter's, without types
import { PACKAGE_ZONES, zonesOf } from '../../eslint.zones.js';
// @ts-expect-error a script, without types
import { withZones } from '../../scripts/write-zones.mjs';

const RULE = 'import-x/no-restricted-paths';
const ROOMS = [
  ...['platform/config', 'platform/outbound', 'platform/validation', 'core/task', 'core/bullmq', 'core/read'],
  ...[
    'core/lifetime',
    'core/submit',
    'core/*.ts',
    'worker/run',
    'api/access',
    'api/bulk-actions',
    'api/tasks',
  ],
  ...[
    'observability/metrics',
    'features/tasks',
    'features/fetch',
    'features/notifications',
    'features/reports',
  ],
  ...['examples/own-task', 'examples/nest-app'],
];

const linter = new ESLint({
  overrideConfigFile: true,
  overrideConfig: {
    files: ['**/*.{js,ts}'],
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [createNodeResolver({ extensionAlias: { '.js': ['.ts', '.js'] } })],
    },
    rules: { [RULE]: ['error', { zones: [...zonesOf(ROOMS), ...PACKAGE_ZONES] }] },
  },
});

/** The rules that this import breaks in a file of `room`. */
async function brokenRules(room: string, imported: string): Promise<(string | null)[]> {
  const folder = room.replace('/*.ts', '');
  return brokenBy(room.startsWith('examples/') ? folder : `src/${folder}`, `src/${imported}`);
}

/** The rules that an import breaks in a file of `folder`. */
async function brokenBy(folder: string, imported: string): Promise<(string | null)[]> {
  const filePath = `${folder}/some-file.ts`;
  const toRoot = '../'.repeat(filePath.split('/').length - 1);
  const from = imported.startsWith('@') ? imported : `${toRoot}${imported}`;
  const [result] = await linter.lintText(`import '${from}';`, { filePath });
  return (result?.messages ?? []).map(({ ruleId, message }) => ruleId ?? message);
}

describe('import rules', () => {
  it.each([
    ['platform/outbound', 'platform/config/config.js'],
    ['platform/validation', 'platform/redaction/redacted.js'],
    ['core/bullmq', 'core/redis/lua-script.js'],
    ['core/read', 'core/bullmq/job-record.js'],
    ['core/submit', 'core/lifetime/expirations.js'],
    ['core/*.ts', 'core/act/task-replay.js'],
    ['worker/run', 'worker/attempt/attempt.js'],
    ['worker/run', 'core/act/cancel-requests.js'],
    ['api/access', 'api/problems/refused-error.js'],
    ['api/bulk-actions', 'worker/index.js'],
    ['observability/metrics', 'worker/attempt/runner-events.js'],
    ['features/tasks', 'features/notifications/email/send-email.task.js'],
    ['features/reports', 'core/index.js'],
    ['features/reports', 'worker/index.js'],
    ['features/reports', 'api/access/require-role.decorator.js'],
    ['features/reports', 'api/streams/submit-answer.js'],
    ['features/reports', 'platform/outbound/safe-fetch.js'],
    ['features/notifications', 'features/fetch/bodies/fetched-bodies.js'],
    ['examples/own-task', 'core/index.js'],
    ['examples/own-task', 'api/access/submit-context-of.js'],
    ['examples/nest-app', 'worker/index.js'],
  ])('allow src/%s to import src/%s', async (room, imported) =>
    expect(await brokenRules(room, imported)).toEqual([]),
  );

  it.each([
    ['platform/config', 'core/task/task.js'],
    ['platform/outbound', 'platform/embedded/program/system.js'],
    ['core/task', 'core/read/task-store.js'],
    ['core/read', 'core/watch/task-feed.js'],
    ['core/lifetime', 'core/queues/queue-holds.js'],
    ['core/submit', 'core/act/task-replay.js'],
    ['core/bullmq', 'worker/run/task-runner.js'],
    ['core/*.ts', 'worker/execution.module.js'],
    ['worker/run', 'api/problems/problem.js'],
    ['api/access', 'worker/execution.module.js'],
    ['api/access', 'features/tasks/divide.task.js'],
    ['observability/metrics', 'api/tasks/events/task-event-stream.js'],
    ['api/tasks', 'features/tasks/divide.task.js'],
    ['api/bulk-actions', 'core/submit/task-queue.js'],
    ['features/reports', 'core/submit/task-queue.js'],
    ['features/reports', 'worker/execution.module.js'],
    ['features/reports', 'api/tasks/events/task-event-stream.js'],
    ['features/reports', 'features/fetch/fetch-cache.js'],
    ['features/reports', 'features/fetch/bodies/fetched-bodies.js'],
    ['features/reports', 'observability/metrics/task-metrics.js'],
    ['features/reports', 'apps/features.js'],
    ['features/reports', 'main.js'],
    ['examples/own-task', 'core/task/task.js'],
    ['examples/nest-app', 'core/submit/task-queue.js'],
    ['examples/nest-app', 'platform/config/config.js'],
    ['examples/nest-app', 'api/access/submit-context-of.js'],
  ])('forbid src/%s to import src/%s', async (room, imported) =>
    expect(await brokenRules(room, imported)).toEqual([RULE]),
  );

  it.each([
    ['packages/client/src', 'src/core/task/task.js'],
    ['packages/cli/src', 'src/core/index.js'],
    ['packages/cli/src/commands', 'test/support/eventually.js'],
    ['packages/client/src', 'packages/cli/src/run.js'],
    ['packages/client/src', 'packages/console/src/app/paths.js'],
    ['packages/console/src/app', 'src/core/index.js'],
    ['packages/console/src/app', 'packages/cli/src/run.js'],
    ['packages/cli/src', 'packages/console/src/app/paths.js'],
    ['src/api/dashboard', 'packages/console/src/app/paths.js'],
    ['src/api/tasks', 'packages/client/src/index.js'],
    ['src/api/tasks', '@celeriac/client'],
    ['examples/nest-app', 'packages/client/src/index.js'],
  ])('forbid %s to import %s', async (folder, imported) =>
    expect(await brokenBy(folder, imported)).toEqual([RULE]),
  );

  it.each([
    ['packages/cli/src', '@celeriac/client'],
    ['packages/console/src/api', '@celeriac/client'],
    ['packages/cli/src/commands', 'packages/cli/src/run.js'],
    ['test/integration', '@celeriac/client'],
    ['test/integration', 'packages/cli/src/run.js'],
  ])('allow %s to import %s', async (folder, imported) =>
    expect(await brokenBy(folder, imported)).toEqual([]),
  );

  it.each(['reports', 'core/reports', 'platform/reports', 'observability/reports'])(
    'refuse a new folder src/%s until the table lists it',
    (room) => {
      expect(() => zonesOf([room])).toThrow(
        `src/${room} is in no row of eslint.zones.js: add it, with what it may import and why`,
      );
    },
  );

  it('match docs/architecture.md (if not: node scripts/write-zones.mjs)', async () => {
    const page = readFileSync('docs/architecture.md', 'utf8');
    expect(await withZones(page)).toBe(page);
  });
});
