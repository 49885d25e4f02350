import type { OpenAPIObject } from '@nestjs/swagger';
import { type PathItem, mapOperations } from './openapi-operations.js';

/** `submitMathDivide` for math.divide: the name of a task is permanent, and so is this. */
export function submitIdOf(task: string): string {
  return `submit${pascal(task)}`;
}

/**
 * Gives a name to every operation whose route has none: its method and path, `postReportsByIdSend`. Generated clients
 * call their functions by these names, so they never come from the name of a class. Two that would be alike are numbered.
 */
export function withOperationIds(document: OpenAPIObject): OpenAPIObject {
  const taken = new Set<string>();
  return mapOperations(document, (operation, method, path) => {
    const wanted = operation.operationId || idOf(method, path);
    const operationId = unused(wanted, taken);
    taken.add(operationId);
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

function unused(wanted: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const id = number === 1 ? wanted : `${wanted}${number}`;
    if (!taken.has(id)) return id;
  }
}

/** `math.count-primes` as `MathCountPrimes` */
export function pascal(text: string): string {
  return text
    .split(/[^a-zA-Z\d]+/)
    .filter(Boolean)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
