import { fileURLToPath } from 'node:url';
import type { OpenApi } from '../support/openapi.js';
import { type Role, callerOf, mayCall } from './callers.js';
import { DocumentedAnswers, typeOf } from './documented-answers.js';
import type { FuzzRequest } from './request.js';
import type { Answer } from './send.js';

/**
 * Statuses allowed for a request that matches no documented operation: it is refused before, or instead of, a route.
 */
const REFUSALS = [400, 401, 403, 404, 405, 413, 414, 415, 422, 429, 431];
/** Statuses that Node itself sends for a request that it cannot parse. */
const BY_NODE = [400, 408, 413, 417, 431];

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A line of a stack, or a path of our files or of a package. */
const LEAKS = [
  /\n\s*at .+[(:]/,
  /\bnode_modules\//,
  /\bfile:\/\/\//,
  /\bnode:internal\//,
  /\.[cm]?[jt]s:\d+:\d+/,
];

/** The part of an operation that declares the required role. */
interface Secured {
  readonly security?: readonly Readonly<Record<string, readonly Role[]>>[];
}

/** Lists the problems of a response: by the document if the route is known, and by general rules. */
export class Judge {
  private readonly documented: DocumentedAnswers;
  private readonly templates: (readonly [label: string, method: string, template: string])[];

  constructor(private readonly api: OpenApi) {
    this.documented = new DocumentedAnswers(api);
    this.templates = api.operations().map(([label]) => {
      const [method = '', path = ''] = label.split(' ');
      return [label, method, path];
    });
  }

  wrongIn(request: FuzzRequest, answer: Answer): string[] {
    const isUnread =
      (isOfAnotherCoding(request) && answer.status === 501) ||
      ((isMisencoded(request) || hasHosts(request)) && answer.status === 400);
    if (isUnread) return request.method === 'HEAD' ? [] : this.documented.wrongProblem(answer);
    return [
      ...this.wrongByRoute(request, answer),
      ...this.wrongByRole(request, answer),
      ...wrongForAll(request, answer),
    ];
  }

  private wrongByRoute(request: FuzzRequest, answer: Answer): string[] {
    const labels = this.routesOf(request);
    if (labels.length === 0) return this.wrongWithoutRoute(request, answer);
    const isHead = request.method === 'HEAD';
    const verdicts = labels.map((label) => this.documented.wrongIn(label, answer, isHead));
    if (verdicts.some((verdict) => verdict.length === 0)) return [];
    return isByNode(answer) ? [] : (verdicts[0] ?? []);
  }

  /** A caller without the documented role must be refused. */
  private wrongByRole(request: FuzzRequest, { status }: Answer): string[] {
    const caller = callerOf(request.headers);
    const needed = this.routesOf(request).map((label) => this.neededFor(label));
    const isLetIn = needed.length === 0 || needed.some((role) => role === undefined || mayCall(caller, role));
    if (isLetIn || status >= 400) return [];
    return [`${caller} is answered ${status}, and needs the role ${needed.join(' or ')}`];
  }

  private neededFor(label: string): Role | undefined {
    const [method = '', path = ''] = label.split(' ');
    const { security } = (this.api.operation(method.toLowerCase(), path) ?? {}) as Secured;
    return security?.flatMap((requirement) => Object.values(requirement).flat())[0];
  }

  private wrongWithoutRoute({ method, target }: FuzzRequest, answer: Answer): string[] {
    if (isByNode(answer) || isBeside(target) || method === 'HEAD') return [];
    if (method === 'OPTIONS' && answer.status < 300) return [];
    if (!REFUSALS.includes(answer.status)) return [`${answer.status} where the document has no route`];
    return this.documented.wrongProblem(answer);
  }

  /** The operations that may match: exact paths before templates. */
  private routesOf({ method, target }: FuzzRequest): string[] {
    const [path = ''] = pathOf(target).split('?');
    const wanted = method === 'HEAD' ? 'GET' : method;
    const fitting = this.templates.filter(([, own, template]) => own === wanted && fits(template, path));
    const exact = fitting.filter(([label]) => !label.includes('{'));
    return (exact.length > 0 ? exact : fitting).map(([label]) => label);
  }
}

/** Matches like the router: ignores a final slash and the case of fixed parts, but not that of task names. */
function fits(template: string, path: string): boolean {
  const wanted = template.split('/');
  const given = path.replace(/(.)\/$/, '$1').split('/');
  return wanted.length === given.length && wanted.every((segment, i) => fitsSegment(segment, given[i] ?? ''));
}

function fitsSegment(wanted: string, given: string): boolean {
  if (wanted.startsWith('{')) return given !== '';
  if (wanted.includes('.')) return wanted === given.replaceAll(/%2e/gi, '.');
  return wanted === given.toLowerCase();
}

/** The path of a target; proxies send absolute ones. */
function pathOf(target: string): string {
  return target.replace(/^https?:\/\/[^/?]*/, '').replace(/#.*$/s, '');
}

function isBeside(target: string): boolean {
  return /^\/(docs|dashboard|openapi\.json|metrics)/i.test(pathOf(target));
}

/** Only admins see the stacks of failed attempts; the document contains an example of one. */
function maySeeStacks({ target, headers }: FuzzRequest): boolean {
  return callerOf(headers) === 'admin' || /openapi\.json/.test(pathOf(target));
}

/** The request did not reach our code: it has not even an id. */
function isByNode({ status, headers }: Answer): boolean {
  return BY_NODE.includes(status) && headers['x-request-id'] === undefined;
}

/** A body in an unsupported transfer coding is refused before any route (RFC 9112, 6.1). */
function isOfAnotherCoding({ headers }: FuzzRequest): boolean {
  return headers.some(([name, value]) => name === 'Transfer-Encoding' && value !== 'chunked');
}

/** A request with several Host headers reaches no route. */
function hasHosts({ headers }: FuzzRequest): boolean {
  return headers.filter(([name]) => name === 'Host').length > 1;
}

/** A target with a broken percent-encoding, or one that is not UTF-8, reaches no route. */
function isMisencoded({ target }: FuzzRequest): boolean {
  try {
    decodeURIComponent(target);
    return false;
  } catch {
    return true;
  }
}

/** Checks the rules for all responses. */
function wrongForAll(request: FuzzRequest, answer: Answer): string[] {
  const sent = textOf(request);
  const leaked = LEAKS.map((leak) => leak.exec(answer.body)?.[0]).filter((found) => found !== undefined);
  const mayShow = maySeeStacks(request) || /html|javascript|css/.test(typeOf(answer));
  return [
    ...(answer.status >= 500 && !isNamed503(answer)
      ? [`${answer.status} is an error of the server: ${answer.body.slice(0, 300)}`]
      : []),
    ...(answer.body.includes(ROOT) && !mayShow && !sent.includes(ROOT) ? [`it names ${ROOT}`] : []),
    ...(mayShow
      ? []
      : leaked.filter((text) => !sent.includes(text.trim())).map((text) => `it shows ${text}`)),
    ...('x-powered-by' in answer.headers ? ['it says what it is made of: X-Powered-By'] : []),
    ...('x-injected' in answer.headers ? ['a header was injected'] : []),
  ];
}

/** Everything the client sent, which the response may repeat. */
function textOf({ target, headers, body }: FuzzRequest): string {
  const decoded = target.replaceAll(/(%[\da-f]{2})+/gi, (bytes) =>
    Buffer.from(bytes.replaceAll('%', ''), 'hex').toString('utf8'),
  );
  return [target, decoded, headers.flat().join(' '), body?.toString('utf8')].join('\n');
}

/** A documented 503: the broker is unavailable, or /health reports a failure. */
function isNamed503({ status, body }: Answer): boolean {
  return status === 503 && /"code":"(broker|audit)-unavailable"|"status":"(error|shutting_down)"/.test(body);
}
