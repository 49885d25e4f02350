import { existsSync, readdirSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { parse } from 'yaml';
import { Config } from '../../src/platform/config/config.js';
import { settings } from '../../src/platform/config/settings.js';
import { parseDockerfile } from '../support/dockerfile.js';
import { type Resource, problemsOf, readManifest } from '../support/kubernetes.js';
import { readProject } from '../support/monitoring.js';
import { startProcess } from '../support/processes.js';
import { createSandbox } from '../support/sandbox.js';

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
}

interface Container {
  readonly image: string;
  readonly command?: readonly string[];
  readonly env: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: unknown }[];
  readonly envFrom: readonly Readonly<Record<string, { readonly name: string }>>[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly resources: { readonly limits: { readonly memory: string } };
  readonly readinessProbe: Probe;
  readonly livenessProbe: Probe;
  readonly lifecycle?: { readonly preStop: { readonly exec: { readonly command: readonly string[] } } };
  readonly securityContext: unknown;
  readonly volumeMounts: readonly { readonly mountPath: string }[];
}

interface Deployment extends Resource {
  readonly spec: {
    readonly replicas: number;
    readonly selector: { readonly matchLabels: object };
    readonly template: {
      readonly metadata: { readonly labels: object };
      readonly spec: {
        readonly terminationGracePeriodSeconds: number;
        readonly securityContext: unknown;
        readonly containers: readonly [Container];
      };
    };
  };
}

interface Kustomization {
  readonly resources: readonly string[];
  readonly images: readonly { readonly name: string }[];
  readonly configMapGenerator: readonly { readonly name: string; readonly envs: readonly string[] }[];
  readonly secretGenerator: readonly { readonly name: string; readonly envs: readonly string[] }[];
}

const kustomization = parse(readProject('deploy/kubernetes/kustomization.yaml')) as Kustomization;
const files = [...kustomization.resources, 'keda/scaled-object.yaml', 'migrate/job.yaml'];
const migration = parse(readProject('deploy/kubernetes/migrate/kustomization.yaml')) as Kustomization;
const resources = files.flatMap(readManifest);
// problemsOf has checked their types.
const deployments = resources.filter(({ kind }) => kind === 'Deployment') as Deployment[];
const image = parseDockerfile(readProject('Dockerfile')).final.environment;
const config = parseEnv(readProject('deploy/kubernetes/config.env')) as Record<string, string>;
const secrets = parseEnv(readProject('deploy/kubernetes/secret.example.env')) as Record<string, string>;

const podOf = ({ spec }: Deployment) => spec.template.spec;
const containerOf = (deployment: Deployment) => podOf(deployment).containers[0];
const ownEnvironment = (deployment: Deployment) =>
  Object.fromEntries(containerOf(deployment).env.map(({ name, value = 'a-pod' }) => [name, value]));
const named = (name: string) => {
  const found = deployments.find(({ metadata }) => metadata.name === name);
  if (found === undefined) throw new Error(`There is no Deployment ${name}`);
  return found;
};
const [api, worker, bridge] = [named('celeriac-api'), named('celeriac-worker'), named('celeriac-bridge')];
const allDeployments = [
  ['api', 'main', api],
  ['worker', 'worker', worker],
  ['bridge', 'bridge', bridge],
] as const;
const PORTS = { main: settings.port, worker: settings.workerPort, bridge: settings.bridgePort };

describe('deploy/kubernetes', () => {
  it.each(resources.map((resource) => [`${resource.kind} ${resource.metadata.name}`, resource] as const))(
    '%s is valid',
    async (_, resource) => expect(await problemsOf(resource)).toEqual([]),
  );

  it.each([
    ['a field that a container does not have', ['imagePullPolicies', 'Always'], /imagePullPolicies/],
    ['a size that is none', ['resources', { limits: { memory: '1Gib' } }], /memory/],
    ['a probe without a port', ['livenessProbe', { httpGet: { path: '/' } }], /port/],
  ] as const)('detects %s', async (_, [field, value], message) => {
    const wrong = structuredClone(api);
    Object.assign(containerOf(wrong), { [field]: value });
    expect((await problemsOf(wrong)).join()).toMatch(message);
  });

  it('detects an unknown field of a ScaledObject', async () => {
    const [scaler] = readManifest('keda/scaled-object.yaml');
    if (scaler === undefined) throw new Error('There is no ScaledObject');
    const wrong = { ...scaler, spec: { ...(scaler as { spec?: object }).spec, maxReplicas: 3 } };
    expect((await problemsOf(wrong)).join()).toMatch(/maxReplicas/);
  });

  it('applies every file', () => {
    const manifests = readdirSync(new URL('../../deploy/kubernetes', import.meta.url)).filter((name) =>
      name.endsWith('.yaml'),
    );
    expect([...kustomization.resources, 'kustomization.yaml'].sort()).toEqual(manifests.sort());
    expect(parse(readProject('deploy/kubernetes/keda/kustomization.yaml'))).toMatchObject({
      resources: ['scaled-object.yaml'],
    });
    expect(migration).toMatchObject({ resources: ['job.yaml'], images: kustomization.images });
  });

  it('gives the pods the generated settings, all of which exist', () => {
    const { configMapGenerator: maps, secretGenerator: hidden } = kustomization;
    expect(maps).toEqual([{ name: 'celeriac-config', envs: ['config.env'] }]);
    expect(hidden).toEqual([{ name: 'celeriac-secrets', envs: ['secret.env'] }]);
    const settingNames = Object.values(settings).map(({ variable }) => variable);
    const known: readonly string[] = [...settingNames, 'OTEL_EXPORTER_OTLP_ENDPOINT'];
    for (const deployment of [api, worker, bridge]) {
      expect(containerOf(deployment).envFrom).toEqual([
        { configMapRef: { name: 'celeriac-config' } },
        { secretRef: { name: 'celeriac-secrets' } },
      ]);
      const given = Object.keys({ ...config, ...secrets, ...ownEnvironment(deployment) });
      expect(given.filter((name) => !known.includes(name))).toEqual([]);
    }
    const mentioned = [...readProject('deploy/kubernetes/config.env').matchAll(/^#([A-Z_\d]+)=/gm)];
    expect(mentioned.map(([, name]) => name).filter((name) => !known.includes(name ?? ''))).toEqual([]);
  });

  it('keeps secrets out of the repository', () => {
    for (const folder of ['deploy/kubernetes', 'deploy/kubernetes/migrate']) {
      expect(readProject('.gitignore').split('\n')).toContain(`${folder}/secret.env`);
      expect(existsSync(new URL(`../../${folder}/secret.example.env`, import.meta.url))).toBe(true);
    }
  });

  it.each(['Service', 'PodDisruptionBudget', 'NetworkPolicy'])('has no %s without a matching pod', (kind) => {
    const those = resources.filter((resource) => resource.kind === kind);
    const labels = deployments.map(({ spec }) => spec.template.metadata.labels);
    expect(those.length).toBeGreaterThanOrEqual(2);
    for (const resource of those)
      expect(labels).toContainEqual(expect.objectContaining(selectorOf(resource)));
  });

  it('starts no bridge before there is a broker of Celery', () => {
    expect(deployments.filter(({ spec }) => spec.replicas === 0)).toEqual([bridge]);
    expect(secrets).toHaveProperty('CELERY_BROKER_URL');
  });

  it('scales the workers', () => {
    expect(readManifest('keda/scaled-object.yaml')).toMatchObject([
      { spec: { scaleTargetRef: { name: worker.metadata.name } } },
    ]);
  });

  it('migrates the history in a job with the image of the others, and with their few rights', () => {
    const [job] = readManifest('migrate/job.yaml') as [Deployment];
    const { command, envFrom, image: name, securityContext } = containerOf(job);
    expect({ name, securityContext }).toEqual({
      name: containerOf(api).image,
      securityContext: containerOf(api).securityContext,
    });
    expect(podOf(job)).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
    });
    const [program = '', file = ''] = command ?? [];
    expect(program).toBe('node');
    expect(existsSync(new URL(`../../${file}`, import.meta.url))).toBe(true);
    expect(envFrom).toEqual([{ secretRef: { name: migration.secretGenerator[0]?.name } }]);
  });

  it.each(allDeployments)('restricts the privileges of the %s', (_, __, deployment) => {
    expect(podOf(deployment)).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
    });
    const container = containerOf(deployment);
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(container.volumeMounts.map(({ mountPath }) => mountPath)).toEqual([image['DATA_DIR'], '/tmp']);
    expect(kustomization.images.map(({ name }) => name)).toEqual([container.image]);
  });

  it('gives the pods more time to stop than they need', () => {
    const { shutdownTimeoutMs, graceMs } = new Config({ ...config });
    const preStopSeconds = Number(containerOf(api).lifecycle?.preStop.exec.command[1]);
    expect(containerOf(api).lifecycle?.preStop.exec.command[0]).toBe('sleep');
    const graceOf = (deployment: Deployment) => podOf(deployment).terminationGracePeriodSeconds * 1_000;
    expect(graceOf(api)).toBeGreaterThan(preStopSeconds * 1_000 + 2 * shutdownTimeoutMs);
    expect(graceOf(worker)).toBeGreaterThan(shutdownTimeoutMs + graceMs + 2_000);
    expect(graceOf(bridge)).toBeGreaterThan(shutdownTimeoutMs);
  });

  it.each(allDeployments)('lets the %s detect itself that it uses too much memory', (_, __, deployment) => {
    const { limits } = containerOf(deployment).resources;
    const limitMb = limits.memory.endsWith('Gi') ? parseInt(limits.memory) * 1_024 : parseInt(limits.memory);
    const { healthMaxRssMb, workerMaxRssMb, workerThreads, workerThreadMaxMb } = new Config(
      ownEnvironment(deployment),
    );
    expect(healthMaxRssMb).toBeLessThan(limitMb);
    if (deployment !== worker) return;
    expect(workerMaxRssMb).toBeLessThan(healthMaxRssMb);
    expect(workerMaxRssMb).toBeGreaterThan(workerThreads * workerThreadMaxMb);
  });

  it.each(allDeployments)('starts the %s, whose probes succeed', async (_, entry, deployment) => {
    const sandbox = await createSandbox();
    const started = await startProcess(entry, {
      ...image,
      ...config,
      ...secrets,
      API_KEYS: `ops:admin:${'0'.repeat(64)}`,
      ...ownEnvironment(deployment),
      ...sandbox.variables,
      CELERY_BROKER_URL: sandbox.variables['REDIS_URL'] ?? '',
      NODE_ENV: 'production',
    });
    const {
      command = ['node', 'dist/main.js'],
      ports,
      readinessProbe,
      livenessProbe,
    } = containerOf(deployment);
    expect(command).toEqual(['node', `dist/${entry}.js`]);
    expect(ports).toEqual([{ name: 'http', containerPort: Number(PORTS[entry].fallback) }]);
    for (const { httpGet } of [readinessProbe, livenessProbe]) {
      expect(httpGet.port).toBe('http');
      await request(started.url).get(httpGet.path).expect(200);
    }
    expect(await started.stop()).toBe(0);
    await sandbox.clean();
  });
});

function selectorOf(resource: Resource): object {
  // One of three kinds, each with its own name for this.
  const { spec } = resource as Resource & {
    readonly spec: { selector?: { matchLabels?: object }; podSelector?: { matchLabels: object } };
  };
  return spec.podSelector?.matchLabels ?? spec.selector?.matchLabels ?? spec.selector ?? {};
}
