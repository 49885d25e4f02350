import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { parse } from 'yaml';
import { eventually } from '../support/eventually.js';
import { startApi } from '../support/in-process.js';
import {
  type AskedMetric,
  expressionsOf,
  metricsIn,
  readAlerts,
  readDashboard,
  readProject,
} from '../support/monitoring.js';
import { type StartedProcess, startProcess } from '../support/processes.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

const alerts = readAlerts();
const dashboard = readDashboard();
const scalers = readProject('deploy/kubernetes/keda/scaled-object.yaml');

/** Labels that Prometheus adds to every target. */
const SCRAPED = ['job', 'instance'];

describe('the queries of the alerts, the dashboard and the scaler', () => {
  /** Labels by metric, of all metrics of all programs. */
  const told = new Map<string, Set<string>>();
  let sandbox: Sandbox;
  let app: NestExpressApplication;
  let worker: StartedProcess;
  let bridge: StartedProcess;

  beforeAll(async () => {
    sandbox = await createSandbox();
    app = await startApi(sandbox.variables);
    worker = await startProcess('worker', sandbox.variables);
    const broker = {
      CELERY_BROKER_URL: sandbox.variables['REDIS_URL'] ?? '',
      CELERY_KEY_PREFIX: sandbox.prefix,
    };
    bridge = await startProcess('bridge', { ...sandbox.variables, ...broker });
    const api = request(app.getHttpServer());
    await api.post('/tasks?x=4&y=2').expect(201);
    await sandbox.redis.lpush(`${sandbox.prefix}celery`, 'no message');
    // A counter has labels after its first count, and a worker is listed after its first heartbeat.
    await eventually(async () => {
      for (const { url } of [worker, bridge]) remember((await request(url).get('/metrics')).text);
      remember((await api.get('/metrics')).text);
      expect(told.get('celeriac_task_runtime_seconds_bucket')).toContain('task');
      expect(told.get('celeriac_worker_online')).toContain('worker');
      expect(told.get('celeriac_celery_messages_refused_total')).toContain('reason');
      expect(told.get('celeriac_http_request_duration_seconds_bucket')).toContain('route');
    });
  });

  afterAll(async () => {
    await Promise.all([worker.stop(), bridge.stop(), app.close()]);
    await sandbox.clean();
  });

  function remember(text: string): void {
    for (const [, name = '', labels = ''] of text.matchAll(/^(\w+)(?:\{(.*)\})? \S+$/gm)) {
      const known = told.get(name) ?? new Set();
      for (const [, label = ''] of labels.matchAll(/(\w+)="/g)) known.add(label);
      told.set(name, known);
    }
  }

  /** Missing metrics and labels, as `metric` or `metric{label}`. */
  function missing(asked: readonly AskedMetric[]): string[] {
    const unknown = asked.flatMap(({ name, labels }) => {
      const known = told.get(name);
      if (known === undefined) return [name];
      return labels
        .filter((label) => !known.has(label) && !SCRAPED.includes(label))
        .map((label) => `${name}{${label}}`);
    });
    return [...new Set(unknown)];
  }

  it.each(alerts)('$alert uses only existing metrics', ({ expr }) => {
    if (!/\bup\b/.test(expr)) expect(metricsIn(expr)).not.toEqual([]);
    expect(missing(metricsIn(expr))).toEqual([]);
  });

  it('the dashboard uses only existing metrics', () => {
    const variables = dashboard.templating.list.flatMap(({ definition }) => definition ?? []);
    const asked = [...expressionsOf(dashboard), ...variables].flatMap(metricsIn);
    expect(asked.length).toBeGreaterThan(40);
    expect(missing(asked)).toEqual([]);
  });

  it('the scaler uses only existing metrics', () => {
    const asked = metricsIn(scalers);
    expect(asked.map(({ name }) => name)).toContain('celeriac_queue_backlog_seconds');
    expect(missing(asked)).toEqual([]);
  });

  it('an unknown metric or label would be detected', () => {
    const wrong = 'sum by (queu) (celeriac_queue_tasks{stat="waiting"}) / celeriac_queue_task';
    expect(missing(metricsIn(wrong))).toEqual([
      'celeriac_queue_tasks{stat}',
      'celeriac_queue_tasks{queu}',
      'celeriac_queue_task',
    ]);
  });
});

describe("the alerts' runbook", () => {
  const anchors = [...readProject('docs/operations.md').matchAll(/^#+ (.+)$/gm)].map(
    ([, heading = '']) => `docs/operations.md#${heading.toLowerCase().replaceAll(' ', '-')}`,
  );

  it.each(alerts)(
    '$alert explains its meaning and links to the documentation',
    ({ alert, labels, annotations }) => {
      expect(labels['severity']).toMatch(/^(critical|warning)$/);
      expect(annotations['summary']).toMatch(/\w/);
      expect(annotations['description']).toMatch(/\w\.$/);
      expect(annotations['runbook_url']).toBe(`docs/operations.md#${alert.toLowerCase()}`);
      expect(anchors).toContain(annotations['runbook_url']);
    },
  );

  it('has no section for an unknown alert', () => {
    const sections = anchors.filter((anchor) => anchor.includes('#celeriac'));
    expect(sections).toEqual(alerts.map(({ annotations }) => annotations['runbook_url']));
  });
});

describe('the dashboard', () => {
  const { panels } = dashboard;

  it('has a row for each part, and no overlapping panels', () => {
    const rows = panels.filter(({ type }) => type === 'row').map(({ title }) => title);
    const last = ['HTTP', 'Processes', 'Data', 'Workflows and schedules', 'History'];
    expect(rows).toEqual(['Overview', 'Queues', 'Tasks by type', 'Workers', ...last]);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)},${y + Math.floor(cell / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(Math.max(...panels.map(({ gridPos: { x, w } }) => x + w))).toBe(24);
  });

  it('works with any Prometheus data source', () => {
    const sources = dashboard.templating.list.filter(({ type }) => type === 'datasource');
    expect(sources.map(({ name }) => name)).toEqual(['datasource']);
    for (const { targets = [], datasource } of panels.filter(({ type }) => type !== 'row'))
      for (const each of [datasource, ...targets.map((target) => target.datasource)])
        expect(each).toEqual({ type: 'prometheus', uid: '${datasource}' });
  });
});

describe('the profile `monitoring` of docker-compose.yml', () => {
  const { services } = parse(readProject('docker-compose.yml'), { merge: true }) as {
    readonly services: Readonly<Record<string, { readonly volumes?: readonly string[] }>>;
  };
  /** The path of a repository file in a container. */
  const mounts = (service: string) =>
    new Map(
      (services[service]?.volumes ?? []).map(
        (volume) => volume.split(':').slice(0, 2).reverse() as [string, string],
      ),
    );

  it('scrapes the existing services at their ports', () => {
    const config = parse(readProject('deploy/prometheus/prometheus.yml')) as {
      readonly scrape_configs: readonly {
        readonly job_name: string;
        readonly dns_sd_configs: readonly { readonly names: readonly string[]; readonly port: number }[];
      }[];
    };
    const targets = config.scrape_configs.map(({ job_name: job, dns_sd_configs: found }) => [job, found[0]]);
    expect(targets).toMatchObject([
      ['celeriac-api', { names: ['api'], port: 8000 }],
      ['celeriac-worker', { names: ['worker'], port: 8001 }],
      ['celeriac-bridge', { names: ['bridge'], port: 8002 }],
    ]);
    expect(Object.keys(services)).toEqual(expect.arrayContaining(['api', 'worker', 'bridge']));
    expect(mounts('prometheus').get('/etc/prometheus')).toBe('./deploy/prometheus');
  });

  it('shows the dashboard in Grafana, with that Prometheus', () => {
    const { providers } = parse(readProject('deploy/grafana/provisioning/dashboards/celeriac.yml'));
    const { datasources } = parse(readProject('deploy/grafana/provisioning/datasources/prometheus.yml'));
    const grafana = mounts('grafana');
    expect(grafana.get('/etc/grafana/provisioning')).toBe('./deploy/grafana/provisioning');
    expect(grafana.get(`${providers[0].options.path}/celeriac.json`)).toBe('./deploy/grafana/celeriac.json');
    expect(datasources).toMatchObject([
      { type: 'prometheus', url: 'http://prometheus:9090', isDefault: true },
    ]);
  });
});
