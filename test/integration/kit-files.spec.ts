import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { minVersion, satisfies } from 'semver';
import ts from 'typescript';
import { parse } from 'yaml';

const read = (file: string) => readFileSync(file, 'utf8');
/** JSON with comments, as VS Code and TypeDoc read it. */
const json = (file: string): any => {
  const { config, error } = ts.parseConfigFileTextToJson(file, read(file));
  if (error) throw new Error(`${file}: ${ts.flattenDiagnosticMessageText(error.messageText, '\n')}`);
  return config;
};
const { scripts, engines, dependencies, devDependencies } = json('package.json');

describe('the workflow of CI', () => {
  const workflow = parse(read('.github/workflows/ci.yml'));
  const { test } = workflow.jobs;
  const jobs: [string, any][] = Object.entries(workflow.jobs);
  const steps: { readonly uses?: string; readonly run?: string }[] = jobs.flatMap(([, job]) => job.steps);
  const runs = steps.flatMap(({ run }) => run ?? []);

  it('tests each Node that package.json names, the oldest included, with Redis and Valkey', () => {
    const named = (engines.node as string).split('||').map((range) => minVersion(range)?.major);
    expect(test.strategy.matrix.node).toEqual(named);
    expect(test.strategy.matrix.broker.map((broker: any) => broker.package)).toEqual([
      'redis-server',
      'valkey-server',
    ]);
    expect(test.strategy['fail-fast']).toBe(false);
  });

  it('runs everything that `npm run check` runs, and scripts that exist', () => {
    const checks = [...(scripts.check as string).matchAll(/npm:([\w:]+)/g)].map(
      ([, name]) => `npm run ${name}`,
    );
    expect(checks.length).toBeGreaterThan(2);
    expect(runs).toEqual(expect.arrayContaining([...checks, 'npm test']));
    const named = runs.flatMap((run) => /^npm run ([\w:]+)/.exec(run)?.[1] ?? []);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('installs what .ci/run installs, and the packages of the lock file', () => {
    const of = (job: any) => job.steps.flatMap(({ run }: { run?: string }) => run ?? []);
    expect(read('.ci/run')).toContain('bash .ci/install\n');
    expect(of(test)).toContain('bash .ci/install');
    for (const [, job] of jobs) expect(of(job)).toContain('npm ci --no-audit --no-fund');
  });

  it('may only read, ends older runs of a pull request, and has a time limit for each job', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    expect(workflow.concurrency['cancel-in-progress']).toContain('pull_request');
    for (const [, job] of jobs) expect(job['timeout-minutes']).toBeLessThanOrEqual(90);
  });

  it('pins each action to a major version or a commit', () => {
    const used = steps.flatMap(({ uses }) => uses ?? []);
    expect(used.filter((action) => !/^[\w-]+\/[\w-]+@(v\d+|[\da-f]{40})$/.test(action))).toEqual([]);
    expect(used.length).toBeGreaterThan(1);
  });
});

describe('the issue templates', () => {
  const forms = readdirSync('.github/ISSUE_TEMPLATE').filter((name) => name !== 'config.yml');

  it.each(forms)('%s is a form: each field has its own id and a label', (name) => {
    const form = parse(read(join('.github/ISSUE_TEMPLATE', name)));
    expect(Object.keys(form)).toEqual(['name', 'description', 'labels', 'body']);
    const fields = form.body.filter(({ type }: any) => type !== 'markdown');
    const ids = fields.map(({ id }: any) => id);
    expect(new Set(ids).size).toBe(fields.length);
    for (const { type, attributes } of fields) {
      expect(['textarea', 'input', 'dropdown', 'checkboxes']).toContain(type);
      expect(attributes.label).toEqual(expect.any(String));
    }
  });
});

describe('the launch configurations of VS Code', () => {
  const { configurations, compounds } = json('.vscode/launch.json');
  const isCommand = ({ runtimeExecutable }: any) => runtimeExecutable === 'npm';

  it('start existing programs, after existing scripts', () => {
    const launched = configurations.filter(({ request }: any) => request === 'launch');
    const [commands, programs] = [launched.filter(isCommand), launched.filter((one: any) => !isCommand(one))];
    for (const { runtimeArgs } of commands) expect(scripts).toHaveProperty([runtimeArgs[1]]);
    for (const { program, preLaunchTask } of programs) {
      const path = (program as string).replace('${workspaceFolder}/', '');
      const source = path.replace(/^dist\/(.*)\.js$/, 'src/$1.ts');
      expect({ path, exists: existsSync(source) }).toEqual({ path, exists: true });
      expect(scripts).toHaveProperty([(preLaunchTask as string).replace('npm: ', '')]);
    }
    expect([programs.length, commands.length]).toEqual([4, 1]);
  });

  it('run a spec as npm test does', () => {
    const { program, runtimeArgs } = configurations.find(({ name }: any) => /spec/i.test(name));
    for (const part of [...runtimeArgs, program.replace('${workspaceFolder}/', '')])
      expect(scripts.test).toContain(part);
  });

  it('combine only existing ones', () => {
    const names = configurations.map(({ name }: any) => name);
    for (const { configurations: members } of compounds)
      expect(names).toEqual(expect.arrayContaining(members));
  });

  it('recommend extensions by their full ids', () => {
    const { recommendations } = json('.vscode/extensions.json');
    expect(recommendations.filter((id: string) => !/^[\w-]+\.[\w-]+$/.test(id))).toEqual([]);
  });
});

describe('the development container', () => {
  const container = json('.devcontainer/devcontainer.json');

  it('builds from an existing file, with the packages of .ci/install', () => {
    const dockerfile = read(join('.devcontainer', container.build.dockerfile));
    expect(container.build.context).toBe('..');
    expect(dockerfile).toContain('COPY .ci/install ');
    expect(container.postCreateCommand).toBe('npm ci');
  });

  it('has the Node of .nvmrc, of the Dockerfile and of package.json', () => {
    const major = read('.nvmrc').trim();
    expect(read('.devcontainer/Dockerfile')).toContain(`javascript-node:${major}-`);
    expect(read('Dockerfile')).toContain(`FROM node:${major}-`);
    expect(satisfies(`${major}.99.0`, engines.node)).toBe(true);
  });

  it('finds its file in the build context', () => {
    // .dockerignore keeps everything out that the image does not need; this one is the container's own.
    expect(read('.devcontainer/Dockerfile.dockerignore')).toContain('!.ci/install');
  });
});

describe('renovate.json', () => {
  const { packageRules } = json('renovate.json');
  const ruleOf = (name: string) =>
    packageRules.find(({ matchPackageNames = [] }: any) => matchPackageNames.includes(name));

  it('has a pull request of its own for each package that is pinned to a minor version for what it stores', () => {
    for (const name of ['bullmq', 'ioredis']) {
      expect(dependencies[name]).toMatch(/^~/);
      expect(ruleOf(name)).toMatchObject({ groupName: null });
    }
  });

  it('keeps the types of the oldest Node, and the commander that supports it', () => {
    const oldest = minVersion(engines.node)?.major;
    expect(ruleOf('@types/node').allowedVersions).toBe(`${oldest}.x`);
    expect(devDependencies['@types/node']).toMatch(new RegExp(`^\\^${oldest}\\.`));
    expect(ruleOf('commander').allowedVersions).toBe('14.x');
    expect(json('packages/cli/package.json').devDependencies.commander).toMatch(/^~14\./);
  });

  it('groups only packages that are used', () => {
    const used = Object.keys({ ...dependencies, ...devDependencies, commander: '' });
    const patterns: string[] = packageRules.flatMap(({ matchPackageNames = [] }: any) => matchPackageNames);
    const unused = patterns.filter(
      (pattern) => !used.some((name) => name.startsWith(pattern.replace(/\*+$/, ''))),
    );
    expect(unused).toEqual([]);
  });
});

it('typedoc.json fits the schema of TypeDoc', () => {
  const ajv = new Ajv({ strict: false, validateSchema: false });
  const isValid = ajv.compile(JSON.parse(read('node_modules/typedoc/typedoc-config.schema.json')));
  const { $schema: _, ...options } = json('typedoc.json');
  expect({ valid: isValid(options), errors: isValid.errors }).toEqual({ valid: true, errors: null });
  for (const entry of options.entryPoints) expect(existsSync(entry)).toBe(true);
  expect(read('.gitignore').split('\n')).toContain(options.out);
});
