import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { OpenApi, Operation } from '../support/openapi.js';
import type { Answer } from './send.js';

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

interface Header {
  readonly schema?: object;
}

/** Compares responses with the OpenAPI document. */
export class DocumentedAnswers {
  private readonly ajv = new Ajv2020({
    strict: false,
    validateSchema: false,
    allErrors: true,
    formats: {
      'date-time': DATE_TIME,
      uuid: UUID,
      'uri-reference': (text) => URL.canParse(text, 'http://a/'),
      uri: (text) => URL.canParse(text),
      email: /@/,
    },
  });
  private readonly checks = new Map<string, ValidateFunction>();

  constructor(private readonly api: OpenApi) {
    this.ajv.addSchema(closed(api.document), 'openapi.json');
  }

  /** The differences of a response to this operation from the document; empty if there are none. */
  wrongIn(label: string, answer: Answer, isHead: boolean): string[] {
    const [method = '', path = ''] = label.split(' ');
    const documented = this.api.operation(method.toLowerCase(), path)?.responses[String(answer.status)];
    if (documented === undefined) return [`the status ${answer.status} is not documented`];
    const headers = this.wrongHeaders(documented, answer);
    if (isHead) return [...headers, ...(answer.body === '' ? [] : ['HEAD has a body'])];
    const where = `/paths/${pointer(path)}/${method.toLowerCase()}/responses/${answer.status}`;
    return [...headers, ...this.wrongBody(where, documented, answer)];
  }

  /** The differences of a problem response from its documented kind. */
  wrongProblem(answer: Answer): string[] {
    if (typeOf(answer) !== 'application/problem+json')
      return [`it is ${typeOf(answer)}, not application/problem+json`];
    const body = jsonOf(answer);
    if (body === undefined) return ['the body is no JSON'];
    const violation = this.violation('#/components/schemas/Problem', body);
    const { status } = body as { readonly status?: number };
    return [
      ...(violation === undefined ? [] : [violation]),
      ...(status === answer.status ? [] : [`the problem's status is ${String(status)}`]),
    ];
  }

  private wrongHeaders(documented: Operation['responses'][string], { headers }: Answer): string[] {
    const those = (documented as { readonly headers?: Readonly<Record<string, Header>> }).headers ?? {};
    return Object.entries(those).flatMap(([name, { schema = {} }]) => {
      const value = headers[name.toLowerCase()];
      if (value === undefined) return [`the header ${name} is missing`];
      const isInteger = (schema as { readonly type?: string }).type === 'integer';
      return isInteger && !/^\d+$/.test(String(value)) ? [`the header ${name} is ${String(value)}`] : [];
    });
  }

  private wrongBody(where: string, { content }: Operation['responses'][string], answer: Answer): string[] {
    if (content === undefined) return answer.body === '' ? [] : ['it has a body, and none is documented'];
    if ('*/*' in content) return []; // foreign content of any type
    const type = typeOf(answer);
    if (!(type in content)) return [`it is ${type}, documented is ${Object.keys(content).join(', ')}`];
    if (type === 'application/problem+json') return this.wrongProblem(answer);
    if (type === 'text/event-stream') return this.wrongEvents(where, answer);
    if (!type.endsWith('json')) return [];
    const body = jsonOf(answer);
    if (body === undefined) return ['the body is no JSON'];
    const violation = this.violation(`#${where}/content/${pointer(type)}/schema`, body);
    return violation === undefined ? [] : [violation];
  }

  /** Checks the data of every event against the schema that `x-events` gives for its kind. */
  private wrongEvents(where: string, { body }: Answer): string[] {
    const operation = where.replace(/\/responses\/\d+$/, '');
    return body
      .split('\n\n')
      .filter((block) => block.includes('\ndata: '))
      .flatMap((block) => {
        const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s, 2)));
        const at = `#${operation}/x-events/${String(fields['event'])}`;
        const violation = this.violation(at, JSON.parse(String(fields['data'])));
        return violation === undefined ? [] : [`event ${String(fields['event'])}: ${violation}`];
      });
  }

  private violation(at: string, value: unknown): string | undefined {
    const check = this.checks.get(at) ?? this.ajv.compile({ $ref: `openapi.json${at}` });
    this.checks.set(at, check);
    return check(value) ? undefined : this.ajv.errorsText(check.errors, { dataVar: '' });
  }
}

/**
 * The document with every object with declared properties closed: an undocumented property is as wrong as a missing
 * one.
 */
function closed<T>(node: T, isRefinement = false): T {
  if (Array.isArray(node)) return node.map((one) => closed(one, isRefinement)) as T;
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, closed(value, refines(key, isRefinement))]),
  );
  const isSchema = 'type' in copy && copy['type'] === 'object' && 'properties' in copy;
  const isOpen = 'additionalProperties' in copy || isRefinement;
  if (isSchema && !isOpen && 'required' in copy) copy['additionalProperties'] = false;
  return copy as T;
}

/** A schema refined by an allOf is closed where it is referenced, because the refinement has only some properties. */
function refines(key: string, isWithinRefinement: boolean): boolean {
  return key === 'allOf' || (isWithinRefinement && ['oneOf', 'anyOf'].includes(key));
}

function pointer(name: string): string {
  return encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));
}

export function typeOf({ headers }: Answer): string {
  return headers['content-type']?.split(';')[0] ?? 'nothing';
}

function jsonOf({ body }: Answer): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}
