import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import {
  isFinal,
  type RemovalHook,
  RemovalHooks,
  type TaskSnapshot,
  TaskStore,
} from '../../../core/index.js';
import { BlobIndex, type Due, FIRST_LOOK_MS } from './blob-index.js';
import { type BlobName, BlobStore, BlobStoreError } from '../../../platform/blob-store/blob-store.js';
import { fetchedResultOf } from './fetched-result.js';
import { limited } from '../../../platform/blob-store/limited.js';
import { Spool } from '../../../platform/blob-store/spool.js';

const diskCalls: readonly unknown[] = ['mkdir', 'open', 'write', 'fdatasync', 'close'];
/** Number of tasks checked in one step of a sweep. */
const BATCH = 50;

/**
 * Stores large content for tasks and removes it with them. A sweep removes content that attempts left when they died,
 * or that the store failed to remove. Every task is entered in one sorted set, with its bytes, before its blob is
 * written, so that none is forgotten and BLOBS_MAX_BYTES holds.
 */
@Injectable()
export class Blobs implements RemovalHook, OnModuleInit {
  private readonly logger = new Logger('Blobs');

  constructor(
    private readonly store: BlobStore,
    private readonly spool: Spool,
    private readonly removalHooks: RemovalHooks,
    private readonly tasks: TaskStore,
    private readonly index: BlobIndex,
  ) {}

  onModuleInit(): void {
    this.removalHooks.join(this);
  }

  /**
   * Stores a stream of any length for a running task. Memory use is constant.
   *
   * @throws BlobsFullError as soon as the stream exceeds the space left
   */
  async keep(taskId: string, source: AsyncIterable<Uint8Array>): Promise<{ bytes: number; sha256: string }> {
    const content = limited(source, await this.index.room());
    const received = this.spool.receive(content, async (file) => {
      await this.index.reserve(taskId, file.bytes);
      await this.storing(this.store.put({ taskId, sha256: file.sha256 }, file));
      return { bytes: file.bytes, sha256: file.sha256 };
    });
    // The caller needs the source's error; a disk error contains paths of this machine.
    return received.catch((error: unknown) => {
      throw isOfDisk(error) ? this.failed(error) : error;
    });
  }

  /**
   * Stores another task's content for a running task. Returns false if the other task no longer has it.
   *
   * @throws BlobsFullError
   */
  async copy(from: BlobName, taskId: string, bytes: number): Promise<boolean> {
    await this.index.reserve(taskId, bytes);
    const isThere = await this.storing(this.store.copy(from, { taskId, sha256: from.sha256 }));
    if (!isThere) await this.index.giveBack(taskId, bytes);
    return isThere;
  }

  async removeOf(taskId: string): Promise<void> {
    if (!(await this.index.has(taskId))) return;
    try {
      await this.store.removeAll(taskId);
      await this.index.forget(taskId);
    } catch (error) {
      this.logger.warn(`The blobs of task ${taskId} could not be removed yet; retrying: ${String(error)}`);
    }
  }

  async sweep(): Promise<{ mayHaveMore: boolean }> {
    await this.spool.sweep();
    const uncounted = await this.index.countEarlier();
    const due = await this.index.due(BATCH);
    if (due.length === 0) return { mayHaveMore: uncounted };
    const tasks = await this.tasks.findMany(due.map(({ taskId }) => taskId));
    for (const [i, entry] of due.entries()) await this.lookAfter(entry, tasks[i]);
    return { mayHaveMore: due.length === BATCH || uncounted };
  }

  private async storing<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      throw this.failed(error);
    }
  }

  private failed(error: unknown): BlobStoreError {
    this.logger.error(`The blob store failed: ${String(error)}`);
    return new BlobStoreError();
  }

  /**
   * Keeps the blob named in the task's result, and removes others. Removes nothing while the task is not final, because
   * its result is not known yet.
   */
  private async lookAfter(entry: Due, task: TaskSnapshot | undefined): Promise<void> {
    const kept = fetchedResultOf(task)?.blob;
    const stays = task !== undefined && (!isFinal(task.status) || kept !== undefined);
    const next = stays ? nextLook(task) : Date.now() + FIRST_LOOK_MS;
    // Claim the task by a later score first: if this process dies now, the next sweep takes over.
    if (!(await this.index.move(entry, next))) return;
    if (task !== undefined && !isFinal(task.status)) return;
    await this.store.removeAll(entry.taskId, kept?.sha256);
    await this.index.move({ ...entry, score: next }, stays ? next : undefined, kept?.bytes ?? 0);
  }
}

function isOfDisk(error: unknown): boolean {
  const isOfSystem = typeof error === 'object' && error !== null && 'syscall' in error;
  return isOfSystem && diskCalls.includes(error.syscall);
}

/** The older a task is, the longer the delay: only leftovers of failures remain to be found. */
function nextLook({ createdAt }: TaskSnapshot): number {
  const now = Date.now();
  return now + Math.max(FIRST_LOOK_MS, now - createdAt);
}
