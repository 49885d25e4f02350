import { Injectable } from '@nestjs/common';
import { type FetchedBody, FetchedBodies } from '../../fetch/bodies/fetched-bodies.js';
import { fetchedResultOf } from '../../fetch/bodies/fetched-result.js';
import { Config } from '../../../platform/config/config.js';
import {
  DiscardTask,
  isFinal,
  SnoozeTask,
  type TaskSnapshot,
  TaskStore,
  undefinedIfNotFound,
} from '../../../core/index.js';
import { type InputProblem, InvalidInputError } from '../../../platform/validation/invalid-input.error.js';
import type { AttachmentDto } from './email-details.dto.js';
import { fileNameFrom } from './is-file-name.js';

/** Interval at which an email checks whether its attachments are fetched. */
const ASK_AGAIN_MS = 2_000;
/** Size limit of results read here: a result with an inline body is larger, one that refers to a blob smaller. */
const SMALL_BYTES = 4_096;
const BINARY = 'application/octet-stream';

/** An email attachment with its content. */
export interface Attachment {
  readonly filename: string;
  /** `type/subtype`, with at most a charset. */
  readonly contentType: string;
  readonly content: Buffer;
}

/** A file to attach, of known size, before it is read. */
interface AttachedFile {
  readonly size: number;
  read(): Promise<Attachment>;
}

/** Loads email attachments: bodies fetched by `fetch.store` tasks, and files in the payload. Nothing else is read. */
@Injectable()
export class Attachments {
  constructor(
    private readonly bodies: FetchedBodies,
    private readonly tasks: TaskStore,
    private readonly config: Config,
  ) {}

  /**
   * Refuses attachments that can never be sent: a missing task, a task of another type, a failed one, or too many
   * bytes. The email waits for a fetch that is still running.
   *
   * @throws InvalidInputError with paths that begin with `attachments`
   */
  async refuseHopeless(wanted: readonly AttachmentDto[] = []): Promise<void> {
    const fetches = wanted.flatMap(({ fetch_task_id: id }, i) =>
      id == null ? [] : [{ id: storedId(id), i }],
    );
    const tasks = await this.tasks.findMany(
      fetches.map(({ id }) => id),
      SMALL_BYTES,
    );
    const problems = fetches.flatMap(({ i }, nth) => hopelessness(tasks[nth], String(i)));
    if (problems.length === 0) problems.push(...this.excess(wanted, tasks));
    if (problems.length > 0) throw new InvalidInputError('the attachments', problems);
  }

  /**
   * Loads all attachments before the SMTP conversation begins, so that half an attachment is never sent.
   *
   * @throws SnoozeTask while a fetch is still running
   * @throws DiscardTask if one can never be loaded, or if they are too large together
   */
  async load(wanted: readonly AttachmentDto[] = []): Promise<Attachment[]> {
    const files = await Promise.all(wanted.map((one, i) => this.fileOf(one, i)));
    const bytes = files.reduce((sum, { size }) => sum + size, 0);
    if (bytes > this.config.maxAttachmentBytes) throw new DiscardTask(this.tooLarge(bytes));
    const loaded: Attachment[] = [];
    for (const file of files) loaded.push(await file.read());
    return loaded;
  }

  private async fileOf(wanted: AttachmentDto, index: number): Promise<AttachedFile> {
    const { fetch_task_id: id, content } = wanted;
    if (id == null) return givenFile(wanted, content ?? '', index);
    const body = await this.bodyOf(storedId(id), index);
    return { size: body.size, read: () => read(body, wanted.filename, index) };
  }

  private async bodyOf(id: string, index: number): Promise<FetchedBody> {
    const task = await this.tasks.find(id).catch(undefinedIfNotFound);
    if (task !== undefined && task.name === 'fetch.store' && !isFinal(task.status))
      throw new SnoozeTask(ASK_AGAIN_MS);
    const body = task && (await this.bodies.find(task.id).catch(undefinedIfNotFound));
    if (body === undefined) throw gone(index, id);
    return body;
  }

  private excess(
    wanted: readonly AttachmentDto[],
    tasks: readonly (TaskSnapshot | undefined)[],
  ): InputProblem[] {
    const given = wanted.reduce((sum, { content }) => sum + Buffer.byteLength(content ?? '', 'base64'), 0);
    const bytes = tasks.reduce((sum, task) => sum + (fetchedResultOf(task)?.blob?.bytes ?? 0), given);
    return bytes > this.config.maxAttachmentBytes
      ? [{ path: ['attachments'], message: this.tooLarge(bytes) }]
      : [];
  }

  private tooLarge(bytes: number): string {
    return (
      `the attachments have ${bytes} bytes together; the maximum is ${this.config.maxAttachmentBytes} ` +
      '(MAX_ATTACHMENT_BYTES)'
    );
  }
}

/** Ids are stored in lower case. */
function storedId(id: string): string {
  return id.toLowerCase();
}

/** A file of the payload. */
function givenFile(
  { filename, content_type: type }: AttachmentDto,
  base64: string,
  index: number,
): AttachedFile {
  const content = Buffer.from(base64, 'base64');
  const name = filename ?? numberedName(index);
  return {
    size: content.length,
    read: () => Promise.resolve({ filename: name, contentType: safeTypeOf(type ?? BINARY), content }),
  };
}

function hopelessness(task: TaskSnapshot | undefined, index: string): InputProblem[] {
  const problem = (message: string) => [{ path: ['attachments', index, 'fetch_task_id'], message }];
  if (task === undefined) return problem('task not found, or its result has expired');
  if (task.name !== 'fetch.store') return problem(`must be a task of POST /fetch; this is ${task.name}`);
  if (!isFinal(task.status)) return [];
  if (task.status !== 'SUCCESS') return problem(`the task fetched nothing: it ended as ${task.status}`);
  return hasBody(task) ? [] : problem('the task fetched no body');
}

function hasBody(task: TaskSnapshot): boolean {
  const result = fetchedResultOf(task);
  return (
    task.isResultLeftOut || (result !== undefined && (result.encoding !== null || result.blob !== undefined))
  );
}

async function read(body: FetchedBody, filename: string | undefined, index: number): Promise<Attachment> {
  const stream = await body.open();
  if (stream === undefined) throw gone(index);
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array)); // a stream of bytes
  return {
    filename: filename ?? nameOf(body, index),
    contentType: safeTypeOf(body.contentType),
    content: Buffer.concat(chunks),
  };
}

/** The last segment of the URL's path. */
function nameOf({ finalUrl }: FetchedBody, index: number): string {
  const last = URL.canParse(finalUrl) ? (new URL(finalUrl).pathname.split('/').at(-1) ?? '') : '';
  return fileNameFrom(decoded(last)) ?? numberedName(index);
}

function numberedName(index: number): string {
  return `attachment-${index + 1}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * The server's content type, if it is a media type with at most a charset. Types of messages and of multipart are
 * replaced.
 */
function safeTypeOf(contentType: string): string {
  const isSafe = /^(?!multipart|message)[a-z\d.+-]{1,64}\/[\w.+-]{1,100}(; ?charset=[\w-]{1,40})?$/i.test(
    contentType,
  );
  return isSafe ? contentType : BINARY;
}

function gone(index: number, id?: string): DiscardTask {
  const which = id ? `${index + 1} (${id})` : String(index + 1);
  return new DiscardTask(
    `Attachment ${which} is not available: its fetch failed, had no body, or has expired.`,
  );
}
