/**
 * The OpenAPI document without the parts that help nobody as comments of types: examples, the descriptions of responses,
 * and everything but the first line of the others. Error responses are left out as well: the client throws each of them
 * as a ProblemError.
 */
export function leanDocument(document) {
  const { responses: _unused, ...components } = document.components;
  return lean({ ...document, components });
}

const METHODS = ['get', 'put', 'post', 'delete', 'patch'];

function lean(node, isMapOfNames = false) {
  if (Array.isArray(node)) return node.map((item) => lean(item));
  if (typeof node !== 'object' || node === null) return node;
  const entries = isMapOfNames ? Object.entries(node) : Object.entries(node).flatMap(leanEntry);
  return Object.fromEntries(
    entries.map(([name, child]) => [name, lean(child, NAMES.has(name) && !isMapOfNames)]),
  );
}

/** Keys of OpenAPI whose values are objects with names of ours as keys, such as a property named `example`. */
const NAMES = new Set(['properties', 'schemas', 'parameters', 'paths', 'headers', 'content', 'mapping']);

function leanEntry([key, value]) {
  if (key === 'enum' && value.includes('notifications')) return [];
  if (key === 'example' || key === 'examples') return [];
  if (key === 'description') return [[key, firstLineOf(value)]];
  if (METHODS.includes(key)) return [[key, leanOperation(value)]];
  return [[key, value]];
}

function leanOperation({ description: _long, responses, ...operation }) {
  const successes = Object.entries(responses).filter(([status]) => Number(status) < 400);
  const bare = successes.map(([status, { description: _said, ...response }]) => [
    status,
    { ...response, description: '' },
  ]);
  return { ...operation, responses: Object.fromEntries(bare) };
}

/** The first sentence of the first line. */
function firstLineOf(text) {
  const [line] = text.split('\n', 1);
  return line.split(/(?<=\.)\s/u, 1)[0];
}
