import Handlebars from 'handlebars';
import { MAX_PROBLEMS } from '../../../platform/validation/findings.js';
import type { InputProblem } from '../../../platform/validation/invalid-input.error.js';

type Path = readonly string[];

/** Names in `{{#if name}}` or `{{#unless name}}`: these variables are optional. */
export function optionalNames(sources: readonly string[]): ReadonlySet<string> {
  const asked = new AskedNames();
  for (const source of sources) asked.accept(Handlebars.parse(source));
  return asked.names;
}

class AskedNames extends Handlebars.Visitor {
  readonly names = new Set<string>();

  override BlockStatement(block: hbs.AST.BlockStatement): void {
    const [condition] = block.params;
    if (isName(block.path, 'if') || isName(block.path, 'unless')) this.note(condition);
    super.BlockStatement(block);
  }

  private note(condition: hbs.AST.Expression | undefined): void {
    const name = condition?.type === 'PathExpression' ? partsOf(condition).at(-1) : undefined;
    if (name !== undefined) this.names.add(name);
  }
}

function isName(expression: hbs.AST.Expression, name: string): boolean {
  return expression.type === 'PathExpression' && partsOf(expression).join('.') === name;
}

function partsOf(expression: hbs.AST.Expression): readonly string[] {
  // Handlebars sets the type, so the cast is correct.
  return (expression as hbs.AST.PathExpression).parts;
}

/**
 * Compares variables with an example: missing names, unknown names, and wrong types such as a text for a list. Stops
 * after a hundred problems.
 *
 * @param path the path of the value
 */
export function variableProblems(
  value: unknown,
  example: unknown,
  optional: ReadonlySet<string>,
  path: Path,
): InputProblem[] {
  if (Array.isArray(example)) {
    if (!Array.isArray(value)) return [problem(path, `must be a list, as ${shown(example)} is`)];
    const problems: InputProblem[] = [];
    for (const [i, item] of value.entries()) {
      if (problems.length >= MAX_PROBLEMS) break;
      problems.push(...variableProblems(item, example[0], optional, [...path, String(i)]));
    }
    return problems;
  }
  if (isObject(example)) return objectProblems(value, example, optional, path);
  if (typeof example === 'boolean' ? typeof value === 'boolean' : isScalar(value)) return [];
  return [problem(path, `must be like ${shown(example)}, not ${kindOf(value)}`)];
}

function objectProblems(
  value: unknown,
  example: Readonly<Record<string, unknown>>,
  optional: ReadonlySet<string>,
  path: Path,
): InputProblem[] {
  if (!isObject(value)) return [problem(path, `must be an object, as ${shown(example)} is`)];
  const known = Object.keys(example);
  const unknown = Object.keys(value).filter((name) => !known.includes(name));
  const missing = known.filter((name) => !optional.has(name) && !isGiven(value, name));
  const given = known.filter((name) => isGiven(value, name));
  return [
    ...unknown.map((name) => problem([...path, name], `is unknown; known: ${known.join(', ') || 'none'}`)),
    ...missing.map((name) => problem([...path, name], `is missing: add it, such as ${shown(example[name])}`)),
    ...given.flatMap((name) => variableProblems(value[name], example[name], optional, [...path, name])),
  ];
}

/** JSON's null counts as omitted. */
function isGiven(value: Readonly<Record<string, unknown>>, name: string): boolean {
  return Object.hasOwn(value, name) && value[name] !== null;
}

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function problem(path: Path, message: string): InputProblem {
  return { path, message: `${path.at(-1)} ${message}` };
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'object') return Array.isArray(value) ? 'a list' : 'an object';
  return `a ${typeof value}`;
}

function shown(example: unknown): string {
  const text = JSON.stringify(example);
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
