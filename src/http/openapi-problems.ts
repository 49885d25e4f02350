import type { OpenAPIObject } from '@nestjs/swagger';
import { PROBLEMS } from './api-problems.decorator.js';
import { problemExample } from './problem-example.js';
import { type ProblemCode, problemKinds } from './problem.js';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['post']>;
type Responses = Operation['responses'];

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
type Method = (typeof METHODS)[number];

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
  'broker-unavailable',
];

/** Gives every operation its problems as responses, each with an example that this very route could answer. */
export function withProblems(document: OpenAPIObject): OpenAPIObject {
  const paths = Object.entries(document.paths).map(
    ([path, item]) => [path, withOperations(path, item)] as const,
  );
  return { ...document, paths: Object.fromEntries(paths) };
}

function withOperations(path: string, item: PathItem): PathItem {
  const result = { ...item };
  for (const method of METHODS) {
    const operation = item[method];
    if (operation) result[method] = withResponses(path, method, operation);
  }
  return result;
}

function withResponses(path: string, method: Method, operation: Operation): Operation {
  const [own, rest] = withoutCodes(operation);
  const codes = [...own, ...codesOfAll(path, method)];
  // What a route says of a status in its own words stands: /health answers its 503 without a problem.
  return { ...rest, responses: { ...responsesOf([...new Set(codes)], path, rest), ...rest.responses } };
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

function responsesOf(codes: readonly ProblemCode[], path: string, operation: Operation): Responses {
  const responses: Responses = {};
  for (const code of codes) {
    const status = problemKinds[code][0];
    const those = codes.filter((other) => problemKinds[other][0] === status);
    responses[status] ??= {
      description: those.map((each) => `\`${each}\`: ${problemKinds[each][1]}`).join(', or '),
      content: {
        'application/problem+json': {
          schema: { $ref: '#/components/schemas/Problem' },
          example: problemExample(code, instanceOf(path, operation), operation.requestBody !== undefined),
        },
      },
      ...(status === 401 && { headers: CHALLENGE }),
      ...((status === 429 || status === 503) && { headers: RETRY_AFTER }),
    };
  }
  return responses;
}

const CHALLENGE = {
  'WWW-Authenticate': {
    description: 'how to say who you are (RFC 6750)',
    schema: { type: 'string' as const, example: 'Bearer realm="celeriac"' },
  },
};

const RETRY_AFTER = {
  'Retry-After': { description: 'seconds to wait', schema: { type: 'integer' as const, example: 1 } },
};

/** The path as it is asked for: with the example of each of its parameters. */
function instanceOf(path: string, { parameters = [] }: Operation): string {
  return path.replaceAll(/\{(\w+)\}/g, (placeholder, name: string) => {
    const parameter = parameters.find((each) => 'name' in each && each.name === name);
    // The decorators put an example beside the schema of a parameter, or into it.
    const schema = parameter && 'schema' in parameter ? parameter.schema : undefined;
    const shown: unknown = schema && 'example' in schema ? schema.example : undefined;
    return typeof shown === 'string' ? shown : placeholder;
  });
}
