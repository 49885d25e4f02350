import { nearestNames } from '../../../platform/validation/nearest-name.js';
import { type QueryField, fieldNamed, fieldNames, queryFields } from '../query-fields.js';
import type { Target } from '../query.js';
import { type Mistake, mistake, shown } from './read-value.js';
import { type Chunk, type Written, isBare, plainText, splitAt } from './written.js';

const MAX_PATH = 10;

/** A field with the place to which its path leads. */
export interface Aim {
  readonly target: Target;
  readonly field: QueryField;
}

/** Reads what stands before the colon. */
export function readTarget(written: Written): Aim | Mistake {
  const text = plainText(written);
  if (text === '') return mistake('There is no field before the colon.');
  if (written.chunks[0]?.isQuoted) return mistake('The name of a field is not quoted.');
  const name = isBare(written) ? fieldNamed(text) : undefined;
  if (name !== undefined && queryFields[name].kind !== 'document')
    return { target: { kind: 'field', name }, field: queryFields[name] };
  return readPath(written) ?? unknownField(text);
}

/** Undefined if it does not begin with the name of a document. */
function readPath(written: Written): Aim | Mistake | undefined {
  const [first, ...path] = splitAt(written, '.');
  const name = fieldNamed(first?.text ?? '');
  const field = name && queryFields[name];
  if (field?.kind !== 'document') return undefined;
  const { document } = field;
  const fault = faultIn(path);
  if (fault !== undefined) return mistake(fault);
  if (document === 'payload' && path.length === 0) return WHOLE_PAYLOAD;
  return { target: { kind: 'document', document, path: path.map(({ text }) => text) }, field };
}

const WHOLE_PAYLOAD: Mistake = {
  message: 'A path into the payload is missing: write payload.url:value, or payload.*:value for any field.',
  suggestions: ['payload.*'],
};

function faultIn(path: readonly Chunk[]): string | undefined {
  if (path.length > MAX_PATH)
    return `A path may have up to ${MAX_PATH} names, and this one has ${path.length}.`;
  if (path.some(({ text, isQuoted }) => text === '' && !isQuoted)) return 'A name is missing in this path.';
  if (path.some(({ text, isQuoted }) => isQuoted && text === '*'))
    return 'A field named * cannot be asked for.';
  const odd = path.find(({ text, isQuoted }) => !isQuoted && text !== '*' && text.includes('*'));
  return odd && `In a path, * stands for a whole name. Quote ${shown(odd.text)} if that is the name.`;
}

function unknownField(text: string): Mistake {
  const lower = text.toLowerCase();
  const meant = fieldNames.filter((name) => {
    const { insteadOf = [] }: QueryField = queryFields[name];
    return insteadOf.includes(lower);
  });
  return {
    message: `${shown(text)} is not a field. Quote the whole word to search for it as a text.`,
    suggestions: meant.length > 0 ? meant : nearestNames(text, fieldNames, 3),
  };
}
