import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { Access } from '../../src/api/access/access.js';
import { Config } from '../../src/platform/config/config.js';
import { settings } from '../../src/platform/config/settings.js';
import { copied, parseDockerfile } from '../support/dockerfile.js';

const run = promisify(execFile);
const { stages, final } = parseDockerfile(read('Dockerfile'));
/** The only variable of OpenTelemetry that deployments set: it switches tracing on. */
const ours: readonly string[] = [
  ...Object.values(settings).map(({ variable }) => variable),
  'OTEL_EXPORTER_OTLP_ENDPOINT',
];

interface Service {
  readonly build?: string;
  readonly image?: string;
  readonly init?: boolean;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly restart?: string;
  readonly stop_grace_period?: string;
  readonly volumes?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly container_name?: string;
  readonly profiles?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly tmpfs?: readonly string[];
  readonly shm_size?: string;
}

const always = ['api', 'worker', 'redis', 'postgres', 'mailpit'] as const;
/** Started only with `--profile monitoring`. */
const monitoring = ['prometheus', 'grafana'] as const;
/** Started only with `--profile tracing`. */
const tracing = ['jaeger'] as const;
/** Started only with `--profile celery`. */
const celery = ['bridge'] as const;
const optional = [...monitoring, ...tracing, ...celery];

describe('docker-compose.yml', () => {
  const compose = parse(read('docker-compose.yml'), { merge: true }) as {
    readonly version?: string;
    readonly services: Readonly<Record<(typeof always)[number] | (typeof optional)[number], Service>>;
    readonly volumes: Readonly<Record<string, unknown>>;
  };
  const { api, worker, bridge, redis, postgres, mailpit } = compose.services;
  const services = Object.entries<Service>(compose.services);

  it('has the five services, four optional ones, and no obsolete version', () => {
    expect(Object.keys(compose.services).sort()).toEqual([...always, ...optional].sort());
    for (const name of always) expect(compose.services[name]).not.toHaveProperty('profiles');
    for (const name of monitoring) expect(compose.services[name].profiles).toEqual(['monitoring']);
    for (const name of tracing) expect(compose.services[name].profiles).toEqual(['tracing']);
    for (const name of celery) expect(compose.services[name].profiles).toEqual(['celery']);
    expect(compose).not.toHaveProperty('version');
  });

  it('sets only variables that the program or the image knows', () => {
    for (const { environment = {} } of [api, worker, bridge])
      expect(Object.keys(environment).filter((name) => !ours.includes(name))).toEqual([]);
    expect(Object.keys(redis.environment ?? {})).toEqual([]);
    expect(Object.keys(mailpit.environment ?? {}).filter((name) => !name.startsWith('MP_'))).toEqual([]);
  });

  it('reads only our variables from the environment, each with a default', () => {
    const values = [...always, ...celery]
      .flatMap((name) => Object.values(compose.services[name].environment ?? {}))
      .join(' ');
    const taken = [...values.matchAll(/\$\{([^}]*)\}/g)].map(([, inner = '']) => inner);
    const names = taken.map((inner) => inner.split(':-')[0]);
    expect(names).toEqual(expect.arrayContaining(['LOG_LEVEL', 'API_KEYS', 'AUTH']));
    expect(names.filter((name) => !ours.includes(name ?? ''))).toEqual(['POSTGRES_PASSWORD']);
    expect(taken.filter((inner) => !inner.includes(':-'))).toEqual([]);
  });

  it.each([['api'], ['worker'], ['bridge']] as const)('gives the %s a valid environment', (name) => {
    const image = final.environment;
    const config = new Config({ ...image, ...interpolated(compose.services[name].environment ?? {}) });
    expect(config.isProduction).toBe(true);
    expect(config.host).toBe('0.0.0.0');
    expect(new URL(config.redisUrl).hostname).toBe('redis');
    expect(new URL(config.smtpUrl ?? '')).toMatchObject({ hostname: 'mailpit', port: '1025' });
    expect(new URL(config.historyUrl ?? '')).toMatchObject({ hostname: 'postgres', pathname: '/celeriac' });
  });

  it('does not start an open API unless explicitly requested', () => {
    const start = (variables: Readonly<Record<string, string>>) => () =>
      new Access(new Config({ ...final.environment, ...interpolated(api.environment ?? {}, variables) }));
    expect(start({})).toThrow(/API_KEYS.*npm run key.*AUTH=none/);
    expect(start({ AUTH: 'none' })).not.toThrow();
    expect(start({ API_KEYS: `me:admin:${'0'.repeat(64)}` })).not.toThrow();
    expect(worker.environment).not.toHaveProperty('API_KEYS');
  });

  it('can run many workers and bridges: nothing of one is unique', () => {
    expect(worker).not.toHaveProperty('container_name');
    expect(worker).not.toHaveProperty('ports');
    expect(worker.environment).not.toHaveProperty('WORKER_NAME');
    expect(worker.command).toEqual(['node', 'dist/worker.js']);
    for (const name of ['container_name', 'ports']) expect(bridge).not.toHaveProperty(name);
    expect(bridge.command).toEqual(['node', 'dist/bridge.js']);
  });

  it('publishes the API and the web pages, on this machine only', () => {
    const published = services.flatMap(([, { ports = [] }]) => ports);
    expect(published.sort()).toEqual(
      ['8000:8000', '8025:8025', '3000:3000', '9090:9090', '16686:16686']
        .map((ports) => `127.0.0.1:${ports}`)
        .sort(),
    );
    expect(settings.port.fallback).toBe('8000');
  });

  it('has a Redis that persists accepted tasks and evicts nothing', () => {
    const command = (redis.command ?? []).join(' ');
    expect(redis.image).toMatch(/^redis:\d/);
    expect(command).toContain('--appendonly yes');
    expect(command).toContain('--appendfsync everysec');
    expect(command).toContain('--maxmemory-policy noeviction');
    expect(redis.volumes).toEqual(['redis-data:/data']);
    expect(compose.volumes).toHaveProperty('redis-data');
    expect(redis.healthcheck?.test.join(' ')).toContain('redis-cli ping');
  });

  it('has a PostgreSQL whose user, password and database are those of HISTORY_URL', () => {
    const { username, password } = new URL(interpolated(api.environment ?? {})['HISTORY_URL'] ?? '');
    expect(interpolated(postgres.environment ?? {})).toEqual({
      POSTGRES_USER: username,
      POSTGRES_PASSWORD: password,
    });
    expect(postgres.image).toMatch(/^postgres:\d+$/);
    expect(postgres.volumes).toEqual(['history-data:/var/lib/postgresql/data']);
    expect(compose.volumes).toHaveProperty('history-data');
    expect(api.depends_on).toMatchObject({ postgres: { condition: 'service_started' } });
  });

  it('starts each program once its dependencies are healthy', () => {
    for (const service of [api, worker, bridge]) {
      expect(service.depends_on).toMatchObject({ redis: { condition: 'service_healthy' } });
      for (const needed of Object.keys(service.depends_on ?? {}))
        expect(compose.services).toHaveProperty([needed, 'healthcheck', 'test']);
    }
  });

  it('gives the programs more time to stop than they need, and forwards signals', () => {
    const limitSeconds = new Config({}).shutdownTimeoutMs / 1_000;
    for (const service of [api, worker, bridge]) {
      expect(service.environment).not.toHaveProperty('SHUTDOWN_TIMEOUT_MS');
      expect(Number.parseInt(service.stop_grace_period ?? '0')).toBeGreaterThan(2 * limitSeconds);
      expect(service.stop_grace_period).toMatch(/^\d+s$/);
      expect(service.init).toBe(true);
    }
  });

  it('pins Prometheus and Grafana, and persists their data', () => {
    for (const name of monitoring) {
      const { image, volumes } = compose.services[name];
      expect(image).toMatch(/^(prom|grafana)\/\w+:v?\d+\.\d+\.\d+$/);
      expect(volumes?.join()).toContain(`${name}-data:/`);
      expect(compose.volumes).toHaveProperty([`${name}-data`]);
    }
  });

  it('pins Jaeger and lets the programs send to it', () => {
    expect(compose.services.jaeger.image).toMatch(/^jaegertracing\/jaeger:\d+\.\d+\.\d+$/);
    for (const { environment } of [api, worker])
      expect(interpolated(environment ?? {})).toHaveProperty('OTEL_EXPORTER_OTLP_ENDPOINT', '');
  });

  it('gives Prometheus the API key in a private, temporary file', async () => {
    const { entrypoint = [], environment = {}, tmpfs } = compose.services.prometheus;
    expect(tmpfs).toEqual(['/run/celeriac']);
    expect(interpolated(environment)).toEqual({ METRICS_API_KEY: 'none' });
    const folder = await mkdtemp(join(tmpdir(), 'celeriac-compose-'));
    const script = (entrypoint[2] ?? '')
      .replaceAll('$$', '$')
      .replaceAll('/run/celeriac', folder)
      .replace('/bin/prometheus', 'echo');
    const { stdout } = await run(entrypoint[0] ?? '', ['-c', script], {
      env: { METRICS_API_KEY: 'cel_% key' },
    });
    expect(stdout.trim()).toBe(
      '--config.file=/etc/prometheus/prometheus.yml --storage.tsdb.path=/prometheus',
    );
    expect(await readFile(join(folder, 'api-key'), 'utf8')).toBe('cel_% key');
    expect((await stat(join(folder, 'api-key'))).mode & 0o077).toBe(0);
    await rm(folder, { recursive: true });
  });

  it('restarts everything that ended by itself', () => {
    for (const [, service] of services) expect(service.restart).toBe('unless-stopped');
  });

  it.each([
    ['worker', 200, 0, settings.workerPort],
    ['worker', 503, 1, settings.workerPort],
    ['bridge', 200, 0, settings.bridgePort],
    ['bridge', 503, 1, settings.bridgePort],
  ] as const)('checks a %s on its own port: %i gives %i', async (name, status, code, port) => {
    const [kind, file = '', ...args] = compose.services[name].healthcheck?.test ?? [];
    expect(kind).toBe('CMD');
    expect(await codeAgainst(status, port.variable, file, args)).toBe(code);
    expect(args.join(' ')).toContain(`|| ${port.fallback}`);
  });
});

describe('Dockerfile', () => {
  it('ends in a stage without root', () => {
    expect(final.instructions.filter(([name]) => name === 'USER')).toEqual([['USER', 'node']]);
    const after = final.instructions.slice(final.instructions.findIndex(([name]) => name === 'USER'));
    expect(after.filter(([name]) => ['RUN', 'COPY', 'ADD'].includes(name))).toEqual([]);
  });

  it('sets only our variables', () => {
    expect(Object.keys(final.environment).filter((name) => !ours.includes(name))).toEqual([]);
    expect(final.environment).toMatchObject({ NODE_ENV: 'production', HOST: '0.0.0.0', DATA_DIR: '/data' });
  });

  it('has a data folder that the user may write', () => {
    const commands = final.instructions.filter(([name]) => name === 'RUN').map(([, rest]) => rest);
    expect(commands).toContain(
      `install --directory --owner=node --group=node ${final.environment['DATA_DIR']}`,
    );
  });

  it('builds with the dev dependencies and ships without them, with the built console alone of the packages', () => {
    const [build, dependencies] = stages;
    expect(build?.instructions).toContainEqual(['RUN', 'npm ci --ignore-scripts']);
    expect(build?.instructions).toContainEqual([
      'RUN',
      'node scripts/build.mjs && node scripts/build-console.mjs',
    ]);
    expect(build?.environment).not.toHaveProperty('NODE_ENV'); // npm would omit the compiler
    const installed = dependencies?.instructions.find(([name]) => name === 'RUN');
    expect(installed?.[1]).toMatch(/^npm ci --omit=dev .*--workspaces=false /);
    expect(copied(final)).toEqual([
      'package.json ./',
      '--from=dependencies /app/node_modules ./node_modules',
      '--from=build /app/dist ./dist',
      'templates ./templates',
    ]);
  });

  it('finds everything that it copies in the build context, and nothing more', () => {
    const [everything, ...rest] = read('.dockerignore')
      .split('\n')
      .filter((line) => /^[^#]/.test(line));
    const allowed = rest.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    const sources = stages.flatMap(copied).filter((line) => !line.startsWith('--from'));
    const wanted = sources.flatMap((line) => line.split(' ').slice(0, -1));
    expect(everything).toBe('*');
    expect([...allowed].sort()).toEqual([...new Set(wanted)].sort());
  });

  it('uses a Node version that the package allows', () => {
    expect(new Set(stages.map(({ image }) => image))).toEqual(new Set(['node:22-bookworm-slim']));
    expect(JSON.parse(read('package.json')).engines.node).toContain('^22.');
  });

  it('starts the API without a shell', () => {
    const commands = final.instructions.filter(([name]) => name === 'CMD');
    expect(commands).toEqual([['CMD', '["node", "dist/main.js"]']]);
  });

  it.each([
    [200, 0],
    [503, 1],
  ] as const)('checks the API on its port: %i gives %i', async (status, code) => {
    const [, check = ''] = final.instructions.find(([name]) => name === 'HEALTHCHECK') ?? [];
    const [file = '', ...args] = JSON.parse(check.slice(check.indexOf('['))) as string[];
    expect(await codeAgainst(status, 'PORT', file, args)).toBe(code);
    expect(args.join(' ')).toContain(`|| ${settings.port.fallback}`);
  });
});

/** Interpolates like compose, with only `variables` set. */
function interpolated(
  environment: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const filled = (value: string) =>
    value.replaceAll(/\$\{(\w+):-([^}]*)\}/g, (_, name: string, other: string) => variables[name] ?? other);
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, filled(value)]));
}

/** The exit code of a health check against a program that returns `status` at /health/live. */
async function codeAgainst(status: number, variable: string, file: string, args: string[]): Promise<number> {
  const server = createServer(({ url }, response) =>
    response.writeHead(url === '/health/live' ? status : 404).end(),
  );
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo; // it listens on TCP
  const env = { PATH: process.env['PATH'], [variable]: String(port) };
  try {
    await run(file, args, { env });
    return 0;
  } catch (error) {
    return (error as { code: number }).code;
  } finally {
    server.close();
  }
}

function read(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}
