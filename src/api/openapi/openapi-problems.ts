import type { OpenAPIObject } from '@nestjs/swagger';
import { PROBLEMS } from '../problems/api-problems.decorator.js';
import { pascal } from './openapi-operation-ids.js';
import { type Method, type Operation, mapOperations } from './openapi-operations.js';
import { SharedComponents } from './openapi-shared.js';
import { problemExample } from '../problems/problem-example.js';
import { type ProblemCode, problemKinds } from '../problems/problem.js';
import { EXAMPLE_ID } from '../schema/task.dto.js';

type Response = NonNullable<Exclude<Operation['responses'][string], { $ref: string }>>;

/** The body is parsed before routing: these are returned even by routes without a body. */
const OF_BODIES: readonly ProblemCode[] = ['malformed', 'payload-too-large', 'unsupported-media-type'];
const WITHOUT_BODY: readonly Method[] = ['get', 'delete'];
/**
 * Problems of the edge, for every route. A wrong key is refused even where none is needed, and without keys, requests
 * from another machine are refused everywhere. Too many wrong keys are refused on probes too: otherwise probes could be
 * used to guess keys.
 */
const OF_ANY: readonly ProblemCode[] = [
  'unauthenticated',
  'forbidden',
  'rate-limited',
  'request-timeout',
  'uri-too-long',
  'headers-too-large',
  'internal',
];
/** Any POST may carry an Idempotency-Key. */
const OF_KEYS: readonly ProblemCode[] = [
  'malformed',
  'idempotency-in-flight',
  'idempotency-mismatch',
  'queue-full',
  'broker-unavailable',
];

/** Adds the problems of every operation to its responses, as shared components: most are the same for every route. */
export function withProblems(document: OpenAPIObject): OpenAPIObject {
  const shared = new SharedComponents<Response>('responses');
  const changed = mapOperations(document, (operation, method, path) => {
    const [own, rest] = withoutCodes(operation);
    const takesBody = rest.requestBody !== undefined;
    const codes = inOrder([...own, ...codesOfAll(path, method)].flatMap(withCorrupt));
    const problems = [...byStatus(codes)].map(([status, those]) => {
      const response = responseOf(those, takesBody);
      return [status, shared.refer(nameOf(those, takesBody), response)] as const;
    });
    // A route's own description of a status wins: the 503 of /health is not a problem document.
    return { ...rest, responses: { ...Object.fromEntries(problems), ...rest.responses } };
  });
  const { components } = changed;
  return {
    ...changed,
    components: { ...components, responses: { ...components?.responses, ...shared.all() } },
  };
}

/** A route that uses the broker may find a key of a wrong type. */
function withCorrupt(code: ProblemCode): ProblemCode[] {
  return code === 'broker-unavailable' ? [code, 'broker-corrupt'] : [code];
}

/** Problems of every route with this method, which routes therefore do not declare. */
function codesOfAll(path: string, method: Method): ProblemCode[] {
  return [
    // A parameter with invalid percent-encoding.
    ...(path.includes('{') ? (['malformed'] as const) : []),
    ...(WITHOUT_BODY.includes(method) ? [] : OF_BODIES),
    ...(method === 'post' ? OF_KEYS : []),
    ...OF_ANY,
  ];
}

/** The codes left by `ApiProblems`, and the operation without them. */
function withoutCodes(operation: Operation): [ProblemCode[], Operation] {
  const isCodes = ([key]: [string, unknown]) => key.startsWith(PROBLEMS);
  const entries: [string, unknown][] = Object.entries(operation);
  // Only `ApiProblems` writes these keys; the rest is the operation as it was.
  const own = entries.filter(isCodes).flatMap(([, codes]) => codes as ProblemCode[]);
  return [own, Object.fromEntries(entries.filter((entry) => !isCodes(entry))) as unknown as Operation];
}

/** Unique and in a fixed order, so that equal sets share one response. */
function inOrder(codes: readonly ProblemCode[]): ProblemCode[] {
  const all = Object.keys(problemKinds) as ProblemCode[]; // they are its keys
  return all.filter((code) => codes.includes(code));
}

/** `ValidationOrIdempotencyMismatch`. The example for a query differs from that for a body. */
function nameOf(codes: readonly ProblemCode[], takesBody: boolean): string {
  const isOfQuery = codes[0] === 'validation' && !takesBody;
  return codes.map(pascal).join('Or') + (isOfQuery ? 'OfParameters' : '');
}

function byStatus(codes: readonly ProblemCode[]): Map<number, ProblemCode[]> {
  const found = new Map<number, ProblemCode[]>();
  for (const code of codes) {
    const [status] = problemKinds[code];
    found.set(status, [...(found.get(status) ?? []), code]);
  }
  return found;
}

/** @param codes of one status; the first one is the example */
function responseOf(codes: readonly ProblemCode[], takesBody: boolean): Response {
  const [first = 'internal'] = codes;
  const [status] = problemKinds[first];
  return {
    description: codes.map((code) => `\`${code}\`: ${problemKinds[code][1]}`).join(', or '),
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        example: problemExample(first, INSTANCES[first] ?? '/tasks', takesBody),
      },
    },
    ...(status === 401 && { headers: CHALLENGE }),
    ...((status === 429 || status === 503) && { headers: RETRY_AFTER }),
  };
}

/** A path that can return the problem, if not every path can. */
const INSTANCES: Partial<Record<ProblemCode, string>> = {
  'task-not-found': `/tasks/${EXAMPLE_ID}`,
  'workflow-not-found': `/workflows/${EXAMPLE_ID}`,
  'no-fetched-body': `/fetch/${EXAMPLE_ID}/body`,
  'body-unavailable': `/fetch/${EXAMPLE_ID}/body`,
  'task-type-not-found': '/task-types/math.multiply',
  'queue-not-found': '/queues/images',
  'worker-not-found': `/workers/${EXAMPLE_ID}`,
  'bulk-action-not-found': `/bulk-actions/${EXAMPLE_ID}`,
};

const CHALLENGE = {
  'WWW-Authenticate': {
    description: 'Authentication scheme to use (RFC 6750)',
    schema: { type: 'string' as const, example: 'Bearer realm="celeriac"' },
  },
};

const RETRY_AFTER = {
  'Retry-After': {
    description: 'Seconds to wait before retrying',
    schema: { type: 'integer' as const, example: 1 },
  },
};
