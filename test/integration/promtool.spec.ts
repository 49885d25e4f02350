import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { findProgram } from '../../src/platform/embedded/program/find-program.js';
import { expressionsOf, readAlerts, readDashboard, readProject } from '../support/monitoring.js';
import { describeWith } from '../support/needs.js';

const run = promisify(execFile);
const MISSING = 'No promtool: install prometheus (Debian: apt-get install prometheus).';
/** Path at which prometheus.yml expects the API's key. */
const KEY_FILE = '/run/celeriac/api-key';

const promtool = findProgram(['promtool']);
const describeWithPromtool = describeWith(promtool === undefined ? MISSING : undefined);

/** Validates the files with promtool, Prometheus' own program. */
describeWithPromtool('promtool', () => {
  let folder: string;

  beforeAll(async () => {
    if (promtool === undefined) throw new Error(MISSING);
    folder = await mkdtemp(join(tmpdir(), 'celeriac-prometheus-'));
    await cp(fileURLToPath(new URL('../../deploy/prometheus', import.meta.url)), folder, { recursive: true });
    await writeFile(join(folder, 'api-key'), 'a key');
    for (const name of ['prometheus.yml', 'kubernetes.yml'])
      await change(name, (text) => text.replace(KEY_FILE, join(folder, 'api-key')));
  });

  afterAll(() => rm(folder, { recursive: true }));

  /** @returns its output, and whether it found no problem */
  async function check(...args: string[]): Promise<{ isGood: boolean; said: string }> {
    try {
      const { stdout, stderr } = await run(promtool ?? '', args, { cwd: folder });
      return { isGood: true, said: stdout + stderr };
    } catch (error) {
      // The error that execFile throws if a program fails.
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      return { isGood: false, said: stdout + stderr };
    }
  }

  async function change(name: string, by: (text: string) => string): Promise<void> {
    const path = join(folder, name);
    await writeFile(path, by(await readFile(path, 'utf8')));
  }

  it.each(['prometheus.yml', 'kubernetes.yml'])('accepts %s', async (name) => {
    expect(readProject(`deploy/prometheus/${name}`)).toContain(KEY_FILE);
    expect(await check('check', 'config', name)).toMatchObject({ isGood: true });
  });

  it('accepts the alerts', async () => {
    const { isGood, said } = await check('check', 'rules', 'alerts.yml');
    expect(said).toContain(`${readAlerts().length} rules found`);
    expect(isGood).toBe(true);
  });

  it('fires each alert exactly when it should', async () => {
    expect(await check('test', 'rules', 'alerts.test.yml')).toMatchObject({ isGood: true });
    const cases = tested(await readFile(join(folder, 'alerts.test.yml'), 'utf8'));
    for (const { alert } of readAlerts()) {
      expect(cases).toContainEqual({ alert, fires: true });
      expect(cases).toContainEqual({ alert, fires: false });
    }
  });

  it('would detect an alert that fires too early, or not at all', async () => {
    const path = join(folder, 'alerts.yml');
    const right = await readFile(path, 'utf8');
    for (const [from, to] of [
      ['for: 2m', 'for: 0m'],
      ['type="failed"', 'type="fail"'],
      ['unless max by (queue) (celeriac_queue_paused) == 1', ''],
    ] as const) {
      expect(right).toContain(from);
      await writeFile(path, right.replaceAll(from, to));
      expect(await check('test', 'rules', 'alerts.test.yml')).toMatchObject({ isGood: false });
    }
    await writeFile(path, right);
  });

  it('parses every expression of the dashboard', async () => {
    const expressions = expressionsOf(readDashboard());
    const rules = (all: readonly string[]) =>
      stringify({
        groups: [{ name: 'panels', rules: all.map((expr, i) => ({ record: `panel:${i}`, expr })) }],
      });
    await writeFile(join(folder, 'panels.yml'), rules(expressions));
    expect(await check('check', 'rules', 'panels.yml')).toMatchObject({ isGood: true });
    await writeFile(join(folder, 'panels.yml'), rules([...expressions, 'sum(rate(celeriac_queue_tasks))']));
    expect(await check('check', 'rules', 'panels.yml')).toMatchObject({ isGood: false });
  });
});

function tested(text: string): { alert: string; fires: boolean }[] {
  const { tests } = parse(text) as {
    readonly tests: readonly {
      readonly alert_rule_test: readonly {
        readonly alertname: string;
        readonly exp_alerts: readonly unknown[];
      }[];
    }[];
  };
  return tests.flatMap(({ alert_rule_test: cases }) =>
    cases.map(({ alertname, exp_alerts: expected }) => ({ alert: alertname, fires: expected.length > 0 })),
  );
}
