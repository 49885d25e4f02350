import { fileURLToPath } from 'node:url';
import type { OpenApi } from '../support/openapi.js';
import { type Role, callerOf, mayCall } from './callers.js';
import { DocumentedAnswers, typeOf } from './documented-answers.js';
import type { FuzzRequest } from './request.js';
import type { Answer } from './send.js';

/** What a request for no operation of the document may be answered with: it is refused before, or instead of, a route. */
const REFUSALS = [400, 401, 403, 404, 405, 413, 414, 415, 422, 429, 431];
/** What Node answers by itself to a request that it cannot read. */
const BY_NODE = [400, 408, 413, 417, 431];

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A line of a stack, a file of ours, or of a package. */
const LEAKS = [
  /\n\s*at .+[(:]/,
  /\bnode_modules\//,
  /\bfile:\/\/\//,
  /\bnode:internal\//,
  /\.[cm]?[jt]s:\d+:\d+/,
];

/** The part of an operation that says which role its key must have. */
interface Secured {
  readonly security?: readonly Readonly<Record<string, readonly Role[]>>[];
}

/** Says what is wrong with an answer: by the document where it knows the route, and by what holds for all of them. */
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

  /** Whoever may not is refused, and a stranger is told so: by the role that the document names. */
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

  /** The operations that the router could mean: an exact path before a template. */
  private routesOf({ method, target }: FuzzRequest): string[] {
    const [path = ''] = pathOf(target).split('?');
    const wanted = method === 'HEAD' ? 'GET' : method;
    const fitting = this.templates.filter(([, own, template]) => own === wanted && fits(template, path));
    const exact = fitting.filter(([label]) => !label.includes('{'));
    return (exact.length > 0 ? exact : fitting).map(([label]) => label);
  }
}

/** As the router sees it: a final slash does not count, nor does the case of what is fixed; that of a task's name does. */
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

/** Of an absolute target, which proxies send, only the path counts. */
function pathOf(target: string): string {
  return target.replace(/^https?:\/\/[^/?]*/, '').replace(/#.*$/s, '');
}

function isBeside(target: string): boolean {
  return /^\/(docs|dashboard|openapi\.json|metrics)/i.test(pathOf(target));
}

/** Admins see the stacks of failed attempts, and nobody else does; the document has an example of one. */
function maySeeStacks({ target, headers }: FuzzRequest): boolean {
  return callerOf(headers) === 'admin' || /openapi\.json/.test(pathOf(target));
}

/** There was no request that anything of ours could look at: not even an id was given to it. */
function isByNode({ status, headers }: Answer): boolean {
  return BY_NODE.includes(status) && headers['x-request-id'] === undefined;
}

/** A body in a transfer coding that is not read: refused before any route (RFC 9112, 6.1). */
function isOfAnotherCoding({ headers }: FuzzRequest): boolean {
  return headers.some(([name, value]) => name === 'Transfer-Encoding' && value !== 'chunked');
}

/** No route sees a request with several Hosts. */
function hasHosts({ headers }: FuzzRequest): boolean {
  return headers.filter(([name]) => name === 'Host').length > 1;
}

/** No route sees a target whose percent-encoding is broken, or is not that of UTF-8. */
function isMisencoded({ target }: FuzzRequest): boolean {
  try {
    decodeURIComponent(target);
    return false;
  } catch {
    return true;
  }
}

/** What no answer of any server may be. */
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

/** All that the client said, and may therefore be told again. */
function textOf({ target, headers, body }: FuzzRequest): string {
  const decoded = target.replaceAll(/(%[\da-f]{2})+/gi, (bytes) =>
    Buffer.from(bytes.replaceAll('%', ''), 'hex').toString('utf8'),
  );
  return [target, decoded, headers.flat().join(' '), body?.toString('utf8')].join('\n');
}

/** The broker is away, says a problem; or /health, which is its purpose. */
function isNamed503({ status, body }: Answer): boolean {
  return status === 503 && /"code":"(broker|audit)-unavailable"|"status":"(error|shutting_down)"/.test(body);
}
