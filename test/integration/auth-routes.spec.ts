import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Access } from '../../src/api/access/access.js';
import { signToken } from '../../src/api/access/tokens/read-token.js';
import { TokenSecret } from '../../src/api/access/tokens/token-secret.js';
import { roles } from '../../src/platform/config/roles.js';
import { API_KEYS, KEYS, bearer } from '../support/keys.js';
import { useApp } from '../support/use-api.js';

const ID = '01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e';
const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

interface Row {
  readonly method: string;
  readonly path: string;
  readonly role: string;
}

/** The routes that tokens read. Their tasks and workflows do not exist here. */
const TOKEN_ROUTES = {
  task: [
    '/fetch/:task_id/body',
    '/result/:task_id',
    '/tasks/:task_id',
    ...['events', 'logs', 'transitions'].map((part) => `/tasks/:task_id/${part}`),
  ],
  workflow: ['/workflows/:workflow_id', '/workflows/:workflow_id.mmd', '/workflows/:workflow_id/events'],
};

/** The table of docs/security.md. */
const table: readonly Row[] = [
  ...readFileSync('docs/security.md', 'utf8').matchAll(/^\| `([A-Z*]+) (\/\S*)` +\| (\w+) +\|/gm),
].map(([, method = '', path = '', role = '']) => ({ method, path, role }));

/** The used part of a layer of Express' router: a route, or middleware with its path's matcher. */
interface Layer {
  readonly route?: { readonly path: string | string[]; readonly methods: Record<string, boolean> };
  readonly slash?: boolean;
  match(path: string): boolean;
}

interface Routed {
  readonly router: { readonly stack: readonly Layer[] };
}

/** Every `METHOD /path` of a router, and everything mounted below a path. */
function layersOf(app: Routed) {
  const { stack } = app.router;
  const routes = stack.flatMap(({ route }) => {
    if (route === undefined) return [];
    const methods = Object.keys(route.methods).map((method) => method.toUpperCase());
    return [route.path].flat().flatMap((path) => methods.map((method) => ({ method, path })));
  });
  return { routes, mounts: stack.filter(({ route, slash }) => route === undefined && slash === false) };
}

/** The row of a route: its own, or one that ends in `/*`. */
function rowOf(method: string, path: string): Row | undefined {
  const shown = path.replaceAll(/:(\w+)/g, '{$1}');
  const exact = table.find((row) => row.method === method && row.path === shown);
  const within = (row: Row) => {
    const folder = row.path.slice(0, -2);
    return row.path.endsWith('/*') && (shown === folder || shown.startsWith(`${folder}/`));
  };
  return exact ?? table.find((row) => (row.method === '*' || row.method === method) && within(row));
}

describe('the role of each route', () => {
  const stand = useApp({ API_KEYS });
  let routes: { method: string; path: string }[];
  let mounts: Layer[];

  beforeAll(() => {
    // The types omit the matcher of middleware.
    ({ routes, mounts } = layersOf(stand.app.getHttpAdapter().getInstance() as unknown as Routed));
  });

  it('is listed for every route of the running service, and for no other', () => {
    expect(routes.length).toBeGreaterThan(50);
    const unsaid = routes.filter(({ method, path }) => rowOf(method, path) === undefined);
    expect(unsaid).toEqual([]);
    const used = new Set(routes.map(({ method, path }) => rowOf(method, path)));
    const stale = table.filter((row) => !used.has(row));
    expect(stale.filter(({ path }) => !path.endsWith('/*'))).toEqual([]);
  });

  it('is listed for everything that is mounted below a path', () => {
    const places = table.filter(({ path }) => path.endsWith('/*')).map(({ path }) => path.slice(0, -2));
    const unsaid = mounts.filter((layer) => !places.some((place) => layer.match(place)));
    expect(mounts.length).toBeGreaterThan(places.length);
    expect(unsaid).toEqual([]);
  });

  it.each([
    ['', undefined],
    ...roles.map((role) => ['a key', role] as const),
    ...roles.map((role) => ['a session', role] as const),
  ] as const)('holds for %s of the role %s', async (what, role) => {
    const headers = role === undefined ? {} : await credentialOf(what, role);
    const wrong: string[] = [];
    // The logout would end the session before the other routes are tried.
    const tried = routes.filter(
      ({ method, path }) => what !== 'a session' || method + path !== 'DELETE/session',
    );
    for (const { method, path } of tried) {
      const needed = rowOf(method, path)?.role ?? 'nobody';
      const { status } = await ask(method, path, headers);
      const isRefused = status === 401 || status === 403;
      const expected = mayUse(needed, role) ? 'let in' : role === undefined ? '401' : '403';
      const came = isRefused ? String(status) : 'let in';
      if (came !== expected)
        wrong.push(`${method} ${path} as ${role ?? 'a stranger'}: ${status}, not ${expected}`);
    }
    expect(wrong).toEqual([]);
  });

  it.each(['task', 'workflow'] as const)(
    'lets a token for a %s in only where it is declared',
    async (kind) => {
      const secret = await stand.app.get(TokenSecret).get();
      const seal = stand.app.get(Access).sealOf('viewer') ?? '';
      const token = { target: { kind, id: ID }, expiresAt: Date.now() + 60_000, keyName: 'viewer' };
      const headers = bearer(signToken(token, secret, seal));
      const letIn: string[] = [];
      for (const { method, path } of [...routes, ...table.filter(({ path }) => !path.endsWith('*'))]) {
        const { status } = await ask(method, path, headers);
        if (status !== 403) letIn.push(`${method} ${path.replaceAll(/\{(\w+)\}/g, ':$1')} ${status}`);
      }
      expect([...new Set(letIn)].sort()).toEqual(TOKEN_ROUTES[kind].map((route) => `GET ${route} 404`));
    },
  );

  it('cannot be bypassed by any spelling of a path', async () => {
    for (const path of [
      '/TASKS',
      '//tasks',
      '/tasks/',
      '/%74asks',
      '/health/../tasks',
      '/docs/../tasks',
      '/./tasks',
    ])
      expect([path, (await ask('GET', path)).status]).not.toEqual([path, 200]);
  });

  async function credentialOf(
    what: 'a key' | 'a session' | '',
    role: (typeof roles)[number],
  ): Promise<Record<string, string>> {
    if (what === 'a key') return bearer(KEYS[role]);
    const { headers } = await stand.api().post('/session').send({ key: KEYS[role] }).expect(200);
    return { Cookie: String(headers['set-cookie']).split(';')[0] ?? '' };
  }

  async function ask(method: string, path: string, headers: Record<string, string> = {}) {
    const url = path
      .replaceAll(/:(\w*id)\b/gi, ID)
      .replaceAll(/\{(\w*id)\}/gi, ID)
      .replaceAll(/[{*][^/]*$/g, '')
      .replaceAll(':name', 'tasks')
      .replaceAll(/:\w+/g, 'tasks');
    const verb = METHODS.find((known) => known.toUpperCase() === method) ?? 'get';
    // The stream of a task ends by itself because it does not exist; that of all tasks is asked for something wrong.
    const asked = stand.api()[verb](url === '/events' ? '/events?status=none' : url || '/');
    return asked.set(headers);
  }
});

function mayUse(needed: string, role: (typeof roles)[number] | undefined): boolean {
  if (needed === 'everyone') return true;
  return (
    role !== undefined &&
    roles.indexOf(role) >= roles.findIndex((one) => one === needed) &&
    needed !== 'nobody'
  );
}
