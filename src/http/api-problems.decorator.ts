import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { Problem, type ProblemCode, problemKinds } from './problem.js';

/** Documents the problems that a route can answer, besides the 500 that any route can. */
export function ApiProblems(...codes: ProblemCode[]): MethodDecorator & ClassDecorator {
  const all: ProblemCode[] = [...codes, 'internal'];
  const statuses = [...new Set(all.map((code) => problemKinds[code][0]))];
  const responses = statuses.map((status) =>
    ApiResponse({
      status,
      description: all
        .filter((code) => problemKinds[code][0] === status)
        .map(explain)
        .join(', or '),
      content: { 'application/problem+json': { schema: { $ref: getSchemaPath(Problem) } } },
    }),
  );
  return applyDecorators(ApiExtraModels(Problem), ...responses);
}

function explain(code: ProblemCode): string {
  return `\`${code}\`: ${problemKinds[code][1]}`;
}
