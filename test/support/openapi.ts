import { Ajv2020 } from 'ajv/dist/2020.js';

/** The part of a JSON Schema that the tests use. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly example?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: unknown;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

export interface Media {
  readonly schema?: Schema;
  readonly example?: unknown;
}

type Content = Readonly<Record<string, Media>>;

export interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  /** Its name in the audit log. */
  readonly 'x-audit-action'?: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in?: string;
    readonly description?: string;
    readonly example?: unknown;
    readonly schema?: Schema;
  }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
}

interface Document {
  readonly tags?: readonly { readonly name: string; readonly description?: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Readonly<
    Record<'schemas' | 'parameters' | 'responses', Readonly<Record<string, Schema>>>
  >;
}

/** The operations of an OpenAPI 3.1 document, and the validation of values by its schemas. */
export class OpenApi {
  private readonly ajv = new Ajv2020({ strict: false, validateSchema: false, validateFormats: false });

  constructor(readonly document: Document) {
    this.ajv.addSchema(document, 'openapi.json');
  }

  /** Each with a label such as `POST /tasks/math.divide`; shared parameters and responses are resolved. */
  operations(): (readonly [label: string, operation: Operation])[] {
    return Object.entries(this.document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(
        ([method, operation]) => [`${method.toUpperCase()} ${path}`, this.inPlace(operation)] as const,
      ),
    );
  }

  operation(method: string, path: string): Operation | undefined {
    const operation = this.document.paths[path]?.[method];
    return operation && this.inPlace(operation);
  }

  private inPlace(operation: Operation): Operation {
    const responses = Object.entries(operation.responses).map(([status, one]) => [status, this.shared(one)]);
    return {
      ...operation,
      responses: Object.fromEntries(responses),
      ...(operation.parameters && { parameters: operation.parameters.map((one) => this.shared(one)) }),
    };
  }

  private shared<T extends object>(one: T & { readonly $ref?: string }): T {
    return one.$ref === undefined ? one : (this.resolve(one.$ref) as T);
  }

  /** The problems of the value by the schema; undefined if there are none. */
  violation(value: unknown, schema: Schema): string | undefined {
    // Its references point into the document, so it must be there, too.
    const text = JSON.stringify(schema).replaceAll('"#/', '"openapi.json#/');
    const check = this.ajv.compile(JSON.parse(text) as object);
    return check(value) ? undefined : this.ajv.errorsText(check.errors);
  }

  /** The value that Swagger UI shows for a schema; parts without an example are left out. */
  sample(schema: Schema): unknown {
    if (schema.example !== undefined) return schema.example;
    if (schema.$ref !== undefined) return this.sample(this.resolve(schema.$ref));
    if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => this.sample(part))) as unknown;
    if (schema.items) return [this.sample(schema.items)];
    if (!schema.properties) return undefined;
    const pairs = Object.entries(schema.properties).map(([name, part]) => [name, this.sample(part)]);
    return Object.fromEntries(pairs.filter(([, value]) => value !== undefined));
  }

  /** Every `$ref` of the document, verbatim. */
  references(): string[] {
    return [...JSON.stringify(this.document).matchAll(/"\$ref":"([^"]*)"/g)].map(([, target = '']) => target);
  }

  /** @throws Error if the document has nothing there */
  resolve(reference: string): Schema {
    const [, kind = '', name = ''] =
      /^#\/components\/(schemas|parameters|responses)\/(.+)$/.exec(reference) ?? [];
    const schema = this.document.components[kind as 'schemas'][name];
    if (schema === undefined) throw new Error(`${reference} is not in the document`);
    return schema;
  }

  /** Every schema with its location, including nested ones. */
  schemas(): (readonly [where: string, schema: Schema])[] {
    const found: (readonly [string, Schema])[] = [];
    walk(this.document, '#', (where, node) => {
      const isProperty =
        /\/(schemas|properties)\/[^/]+$/.test(where) || /\/(schema|items|(any|all|one)Of\/\d+)$/.test(where);
      if (isProperty) found.push([where, node]);
    });
    return found;
  }
}

/** Calls `visit` with every object of a JSON value; examples are data, not part of the document. */
function walk(node: unknown, where: string, visit: (where: string, node: object) => void): void {
  if (typeof node !== 'object' || node === null) return;
  visit(where, node);
  for (const [key, child] of Object.entries(node))
    if (key !== 'example') walk(child, `${where}/${key}`, visit);
}
