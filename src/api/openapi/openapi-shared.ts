import type { OpenAPIObject } from '@nestjs/swagger';
import { pascal } from './openapi-operation-ids.js';
import { mapOperations } from './openapi-operations.js';

interface Reference {
  readonly $ref: string;
}

type Components = NonNullable<OpenAPIObject['components']>;
type Parameter = Exclude<NonNullable<Components['parameters']>[string], Reference>;

/** Moves parameters used by several operations to the components and references them. */
export function withSharedParameters(document: OpenAPIObject): OpenAPIObject {
  const uses = new Map<string, number>();
  mapOperations(document, (operation) => {
    for (const parameter of operation.parameters ?? []) {
      const text = JSON.stringify(parameter);
      uses.set(text, (uses.get(text) ?? 0) + 1);
    }
    return operation;
  });
  const shared = new SharedComponents<Parameter>('parameters');
  const shortened = mapOperations(document, (operation) => ({
    ...operation,
    ...(operation.parameters && {
      parameters: operation.parameters.map((parameter) =>
        '$ref' in parameter || uses.get(JSON.stringify(parameter)) === 1
          ? parameter
          : shared.refer(pascal(parameter.name), parameter),
      ),
    }),
  }));
  const { components } = shortened;
  return {
    ...shortened,
    components: { ...components, parameters: { ...components?.parameters, ...shared.all() } },
  };
}

/** Components of one kind, each with a unique name: different ones of the same name are numbered. */
export class SharedComponents<T> {
  private readonly found = new Map<string, { readonly text: string; readonly component: T }>();

  constructor(private readonly kind: 'parameters' | 'responses') {}

  refer(name: string, component: T): Reference {
    const text = JSON.stringify(component);
    for (let number = 1; ; number++) {
      const own = number === 1 ? name : `${name}${number}`;
      const there = this.found.get(own);
      if (there === undefined) this.found.set(own, { text, component });
      if (there === undefined || there.text === text) return { $ref: `#/components/${this.kind}/${own}` };
    }
  }

  all(): Record<string, T> {
    return Object.fromEntries([...this.found].map(([name, { component }]) => [name, component]));
  }
}
