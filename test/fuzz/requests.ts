import fc from 'fast-check';
import type { OpenApi, Operation } from '../support/openapi.js';
import { type Caller, authorizationOf, callers } from './callers.js';
import { hostileText } from './hostile-values.js';
import { bodyFor } from './request-bodies.js';
import { pumpedRequests } from './pumped-requests.js';
import { headersFor } from './request-headers.js';
import { type FuzzRequest, percentEncode } from './request.js';
import { SchemaValues, type Taste } from './schema-values.js';

type Parameter = NonNullable<Operation['parameters']>[number];

/** Responses outside of our JSON API: checked only by the rules for all responses. */
const BESIDE_THE_DOCUMENT = [
  ...[
    '/docs',
    '/docs/',
    '/docs/swagger-ui.css',
    '/docs/../openapi.json',
    '/openapi.json',
    '/docs-json',
    '/favicon.ico',
  ],
  ...[
    '/dashboard',
    '/dashboard/',
    '/dashboard/tasks?q=%00',
    '/dashboard/assets/',
    '/dashboard/assets/none.js',
    '/dashboard/assets/%2e%2e/index.html',
    '/dashboard/%2e%2e/assets/__proto__',
  ],
  ...['/metrics', '/robots.txt'],
  ...['/.env', '/.git/config', '/package.json', '/../package.json', '/%2e%2e/package.json', '/dist/main.js'],
];

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'QUERY', 'PROPFIND'];

/** Requests for the operations of a document: valid, partly wrong, and wild ones. */
export class Requests {
  private readonly values: SchemaValues;

  constructor(private readonly api: OpenApi) {
    this.values = new SchemaValues(api);
  }

  /** Any operation, with equal probability. */
  any(): fc.Arbitrary<FuzzRequest> {
    return fc
      .oneof(
        { weight: 15, arbitrary: this.forAny('valid') },
        { weight: 15, arbitrary: this.forAny('mixed') },
        { weight: 6, arbitrary: this.forAny('mixed').chain(distorted) },
        { weight: 2, arbitrary: besideTheDocument },
      )
      .chain((request) => anyCaller.map((caller) => sentBy(caller, request)));
  }

  /** One valid request for each operation. */
  ofEach(): fc.Arbitrary<FuzzRequest>[] {
    const operations = this.api.operations().map(([label, operation]) => this.of(label, operation, 'valid'));
    // Reads use a role that must not see stacks.
    return operations.map((arbitrary) =>
      arbitrary.map((request) => sentBy(request.method === 'GET' ? 'viewer' : 'admin', request)),
    );
  }

  /** One request for each place that can be long, made long there. */
  pumped(): fc.Arbitrary<FuzzRequest>[] {
    return pumpedRequests(this.api, this.ofEach());
  }

  private forAny(taste: Taste): fc.Arbitrary<FuzzRequest> {
    return fc.oneof(...this.api.operations().map(([label, operation]) => this.of(label, operation, taste)));
  }

  private of(label: string, operation: Operation, taste: Taste): fc.Arbitrary<FuzzRequest> {
    const [method = '', template = ''] = label.split(' ');
    const parts = fc.record({
      path: this.path(template, operation, taste),
      query: this.query(operation, taste),
      headers: headersFor(operation, taste === 'mixed'),
      body: bodyFor(operation, this.values, taste),
    });
    return parts.map(({ path, query, headers, body }) => ({
      operation: label,
      method,
      target: query === '' ? path : `${path}?${query}`,
      ...body,
      headers: [...headers, ...body.headers],
    }));
  }

  private path(template: string, { parameters = [] }: Operation, taste: Taste): fc.Arbitrary<string> {
    const segments = template.split('/').map((segment) => {
      const name = /^\{(\w+)\}$/.exec(segment)?.[1];
      const parameter = parameters.find((each) => each.in === 'path' && each.name === name);
      return parameter ? this.pathValue(parameter, taste) : fc.constant(segment);
    });
    return fc.tuple(...segments).map((parts) => parts.join('/'));
  }

  private pathValue(parameter: Parameter, taste: Taste): fc.Arbitrary<string> {
    const { name, schema = {}, example } = parameter;
    const shown = typeof example === 'string' ? [fc.constant(example)] : [];
    const good = isTaskName(parameter)
      ? fc.oneof(...shown, this.taskName())
      : this.values.of(schema, name, 'valid');
    const fitting = good.map((value) => percentEncode(String(value)));
    if (taste === 'valid') return fitting;
    return fc.oneof(
      { weight: 8, arbitrary: fitting },
      { weight: 2, arbitrary: hostileText.map(percentEncode) },
      {
        weight: 1,
        arbitrary: fc.constantFrom('%', '%zz', '%00', '%ff', '%c0%af', '..', '%2e%2e', 'a%2Fb', '.', ''),
      },
    );
  }

  private taskName(): fc.Arbitrary<string> {
    const names = this.api
      .operations()
      .flatMap(([label]) => /^POST \/tasks\/([\w-]+\.[\w.-]+)$/.exec(label)?.[1] ?? []);
    return fc.constantFrom(...names);
  }

  private query({ parameters = [] }: Operation, taste: Taste): fc.Arbitrary<string> {
    const own = parameters
      .filter(({ in: place }) => place === 'query')
      .map((parameter) => this.queryPairs(parameter as Parameter & { required?: boolean }, taste));
    const extra = taste === 'valid' ? fc.constant<string[]>([]) : rareExtras;
    return fc.tuple(extra, ...own).map((groups) => groups.flat().join('&'));
  }

  private queryPairs(
    parameter: Parameter & { readonly required?: boolean },
    taste: Taste,
  ): fc.Arbitrary<string[]> {
    const { name, schema = {}, required } = parameter;
    const pair = this.values
      .of(schema, name, taste)
      .map((value) => [`${name}=${percentEncode(queryText(value))}`]);
    const twice = fc.tuple(pair, pair).map((pairs) => pairs.flat());
    const bent = this.values.of(schema, name, 'valid').map((value) => {
      const text = percentEncode(queryText(value));
      return [`${name}[]=${text}`, `${name}[a]=${text}`];
    });
    const isThere = required === false ? 1 : 12;
    return fc.oneof(
      { weight: isThere, arbitrary: pair },
      { weight: taste === 'valid' && required !== false ? 0 : 1, arbitrary: fc.constant<string[]>([]) },
      { weight: taste === 'valid' ? 0 : 1, arbitrary: fc.oneof(twice, bent) },
    );
  }
}

/** The name of a task, not of a queue or a template. */
function isTaskName({ name, example }: Parameter): boolean {
  return name === 'name' && typeof example === 'string' && example.includes('.');
}

/** Mostly an admin, because a refused request tests nothing else. */
const anyCaller: fc.Arbitrary<Caller> = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Caller>('admin') },
  { weight: 4, arbitrary: fc.constantFrom(...callers) },
);

/** A request that already has credentials is not changed. */
function sentBy(caller: Caller, request: FuzzRequest): FuzzRequest {
  const isSaid = request.headers.some(([name]) => name === 'Authorization');
  return isSaid ? request : { ...request, headers: [...request.headers, ...authorizationOf(caller)] };
}

function queryText(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 3_000) : JSON.stringify(value).slice(0, 3_000);
}

const rareExtras: fc.Arbitrary<string[]> = fc.oneof(
  { weight: 20, arbitrary: fc.constant<string[]>([]) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(
        ...[
          '__proto__=1',
          '__proto__[x]=1',
          'constructor=1',
          'a',
          '=',
          '&&',
          '%',
          '%=1',
          'a=%zz',
          'a=%ff',
          '[]=1',
          '[=]',
        ],
        ...[
          'a[b][c][d][e][f][g][h]=1',
          'a[0]=1&a[999999999]=2',
          'toString=1',
          '#',
          '?',
          'a=' + 'b'.repeat(2_000),
        ],
      )
      .map((text) => [text]),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(hostileText, hostileText).map((pair) => [pair.map(percentEncode).join('=')]),
  },
);

/** The same request with a method or path that routers interpret differently. */
function distorted(request: FuzzRequest): fc.Arbitrary<FuzzRequest> {
  const [path = '', query] = request.target.split('?');
  const retarget = (bend: (path: string) => string): FuzzRequest => ({
    ...request,
    target: bend(path) + (query === undefined ? '' : `?${query}`),
  });
  return fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...METHODS).map((method) => ({ ...request, method })) },
    { weight: 3, arbitrary: fc.constantFrom(...BENDS).map(retarget) },
  );
}

const BENDS: readonly ((path: string) => string)[] = [
  (path) => `${path}/`,
  (path) => `/${path}`,
  (path) => path.toUpperCase(),
  (path) => `/.${path}`,
  (path) => `/nowhere/..${path}`,
  (path) => path.replace(/^\/(.)/, (_, first: string) => `/%${first.charCodeAt(0).toString(16)}`),
  (path) => `http://evil.example${path}`,
  (path) => `${path};a=b`,
  (path) => `${path}%00`,
  (path) => `${path}%20`,
  (path) => `${path}.json`,
  (path) => path.replaceAll('/', '%2F').replace('%2F', '/'),
  (path) => path.replaceAll('/', '\\').replace('\\', '/'),
  () => '*',
  (path) => `/${'a'.repeat(6_000)}${path}`,
];

const besideTheDocument: fc.Arbitrary<FuzzRequest> = fc
  .tuple(
    fc.constantFrom(...BESIDE_THE_DOCUMENT),
    fc.constantFrom('GET', 'GET', 'GET', 'HEAD', 'OPTIONS', 'PURGE'),
  )
  .map(([target, method]) => ({ operation: 'beside the document', method, target, headers: [] }));
