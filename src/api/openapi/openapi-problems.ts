import type { OpenAPIObject } from '@nestjs/swagger';
import { PROBLEMS } from '../problems/api-problems.decorator.js';
import { pascal } from './openapi-operation-ids.js';
import { type Method, type Operation, mapOperations } from './openapi-operations.js';
import { SharedComponents } from './openapi-shared.js';
import { problemExample } from '../problems/problem-example.js';
import { type ProblemCode, problemKinds } from '../problems/problem.js';
import { EXAMPLE_ID } from '../schema/task.dto.js';

type Response = NonNullable<Exclude<Operation['responses'][string], { $ref: string }>>;

/** A body is read before the route is looked for: these are answered also where none is asked for. */
const OF_BODIES: readonly ProblemCode[] = ['malformed', 'payload-too-large', 'unsupported-media-type'];
const WITHOUT_BODY: readonly Method[] = ['get', 'delete'];
/**
 * The edge answers these, whatever the route is. A wrong key is refused also where none is needed, and a visitor from
 * another machine everywhere, where there are no keys. Who has tried too many keys is told so, at a probe too: else
 * it could be asked for ever whether one is right.
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

/** Gives every operation its problems as responses. They are shared: most are the same for every route. */
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
    // What a route says of a status in its own words stands: /health answers its 503 without a problem.
    return { ...rest, responses: { ...Object.fromEntries(problems), ...rest.responses } };
  });
  const { components } = changed;
  return {
    ...changed,
    components: { ...components, responses: { ...components?.responses, ...shared.all() } },
  };
}

/** Where the broker is asked, one of its keys can have a wrong type. */
function withCorrupt(code: ProblemCode): ProblemCode[] {
  return code === 'broker-unavailable' ? [code, 'broker-corrupt'] : [code];
}

/** What holds for every route of this method, and is therefore said at none. */
function codesOfAll(path: string, method: Method): ProblemCode[] {
  return [
    // A parameter whose percent-encoding is wrong.
    ...(path.includes('{') ? (['malformed'] as const) : []),
    ...(WITHOUT_BODY.includes(method) ? [] : OF_BODIES),
    ...(method === 'post' ? OF_KEYS : []),
    ...OF_ANY,
  ];
}

/** The codes that `ApiProblems` left there, and the operation without them. */
function withoutCodes(operation: Operation): [ProblemCode[], Operation] {
  const isCodes = ([key]: [string, unknown]) => key.startsWith(PROBLEMS);
  const entries: [string, unknown][] = Object.entries(operation);
  // Under these keys `ApiProblems` alone writes; what is left is the operation as it was.
  const own = entries.filter(isCodes).flatMap(([, codes]) => codes as ProblemCode[]);
  return [own, Object.fromEntries(entries.filter((entry) => !isCodes(entry))) as unknown as Operation];
}

/** Each once, and in one order, so that the same ones are the same answer. */
function inOrder(codes: readonly ProblemCode[]): ProblemCode[] {
  const all = Object.keys(problemKinds) as ProblemCode[]; // they are its keys
  return all.filter((code) => codes.includes(code));
}

/** `ValidationOrIdempotencyMismatch`. The example of a wrong query points elsewhere than the one of a wrong body. */
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

/** @param codes of one status, of which the first is shown */
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

/** A path that is answered with such a problem, where not every one can be. */
const INSTANCES: Partial<Record<ProblemCode, string>> = {
  'task-not-found': `/tasks/${EXAMPLE_ID}`,
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
