import type { OpenAPIObject } from '@nestjs/swagger';
import { type PathItem, mapOperations } from './openapi-operations.js';
import { unusedNames } from './unused-names.js';

/** `submitMathDivide` for math.divide. Permanent, like the name of a task. */
export function submitIdOf(task: string): string {
  return `submit${pascal(task)}`;
}

/**
 * Gives every operation without an id one from its method and path: `postReportsByIdSend`. Generated clients name their
 * functions by it, so it never depends on a class name. Duplicates are numbered.
 */
export function withOperationIds(document: OpenAPIObject): OpenAPIObject {
  const wanted: string[] = [];
  mapOperations(document, (operation, method, path) => {
    wanted.push(operation.operationId || idOf(method, path));
    return operation;
  });
  const ids = unusedNames(wanted).values();
  return mapOperations(document, (operation) => {
    const { value: operationId = '' } = ids.next();
    return { ...operation, operationId };
  });
}

function idOf(method: keyof PathItem, path: string): string {
  const parts = path
    .split('/')
    .filter(Boolean)
    .map((part) => (part.startsWith('{') ? `By${pascal(part)}` : pascal(part)));
  return method + parts.join('');
}

/** `math.count-primes` becomes `MathCountPrimes`. */
export function pascal(text: string): string {
  return text
    .split(/[^a-zA-Z\d]+/)
    .filter(Boolean)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
