import type { TaskSnapshot } from '../../../core/index.js';

/** The description of a fetched body in a result, wherever the body is stored. */
export interface FetchedResult {
  readonly contentType: string | null;
  readonly finalUrl: string;
  /** The body, if the result contains it. */
  readonly data: unknown;
  /** Encoding of the body in `data`; null if there is no body, or if it is a blob. */
  readonly encoding: 'json' | 'text' | 'base64' | null;
  /** The blob; undefined if the result contains the body. */
  readonly blob: { readonly sha256: string; readonly bytes: number } | undefined;
}

/** Reads the result of a successful fetch. Undefined for any other task. */
export function fetchedResultOf(task: TaskSnapshot | undefined): FetchedResult | undefined {
  if (task?.status !== 'SUCCESS' || task.name !== 'fetch.store') return undefined;
  const result = task.result;
  if (typeof result !== 'object' || result === null) return undefined;
  const field = (name: string): unknown =>
    Object.hasOwn(result, name) ? Reflect.get(result, name) : undefined;
  const contentType = field('content_type');
  return {
    contentType: typeof contentType === 'string' ? contentType : null,
    finalUrl: String(field('final_url')),
    data: field('data'),
    encoding: encodings.find((encoding) => encoding === field('encoding')) ?? null,
    blob: blobOf(field('body_url'), field('sha256'), field('bytes')),
  };
}

const encodings = ['json', 'text', 'base64'] as const;

function blobOf(bodyUrl: unknown, sha256: unknown, bytes: unknown): FetchedResult['blob'] {
  const isBlob = typeof bodyUrl === 'string' && typeof sha256 === 'string' && typeof bytes === 'number';
  return isBlob ? { sha256, bytes } : undefined;
}
