import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { RemovalHooks, type RemovalHook } from '../../../core/lifetime/removal-hooks.js';
import type { TaskSnapshot } from '../../../core/task/task-snapshot.js';
import { isFinal } from '../../../core/task/task-status.js';
import { TaskStore } from '../../../core/read/task-store.js';
import { BlobIndex, type Due, FIRST_LOOK_MS } from './blob-index.js';
import { type BlobName, BlobStore, BlobStoreError } from '../../../platform/blob-store/blob-store.js';
import { fetchedResultOf } from './fetched-result.js';
import { limited } from '../../../platform/blob-store/limited.js';
import { Spool } from '../../../platform/blob-store/spool.js';

const diskCalls: readonly unknown[] = ['mkdir', 'open', 'write', 'fdatasync', 'close'];
/** Tasks that one step of a sweep looks after. */
const BATCH = 50;

/**
 * Keeps large content for tasks, and removes it when they go: with the task itself, and by a sweep what an attempt
 * left that died, or that the store could not remove. Every task that may have a blob stands in one sorted set
 * before the blob is written, so that none is ever forgotten; with the bytes, so that BLOBS_MAX_BYTES holds.
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
   * Keeps a stream of any length for a running task. Memory does not grow with it.
   *
   * @throws BlobsFullError as soon as the stream is longer than the room that is left
   */
  async keep(taskId: string, source: AsyncIterable<Uint8Array>): Promise<{ bytes: number; sha256: string }> {
    const content = limited(source, await this.index.room());
    const received = this.spool.receive(content, async (file) => {
      await this.index.reserve(taskId, file.bytes);
      await this.storing(this.store.put({ taskId, sha256: file.sha256 }, file));
      return { bytes: file.bytes, sha256: file.sha256 };
    });
    // The source's error is for the caller; the disk's error holds paths of this machine.
    return received.catch((error: unknown) => {
      throw isOfDisk(error) ? this.failed(error) : error;
    });
  }

  /**
   * Keeps for a running task what another one has. False: it has it no longer.
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
      this.logger.warn(`The blobs of task ${taskId} were not removed, and are tried again: ${String(error)}`);
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

  /** What the task's result names stays; while it is not final, nobody knows what that will be. */
  private async lookAfter(entry: Due, task: TaskSnapshot | undefined): Promise<void> {
    const kept = fetchedResultOf(task)?.blob;
    const stays = task !== undefined && (!isFinal(task.status) || kept !== undefined);
    const next = stays ? nextLook(task) : Date.now() + FIRST_LOOK_MS;
    // First the claim, at a later time: who dies now leaves it to the next sweep.
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

/** The older a task is, the longer until the next look: nothing is left to be found but what went wrong. */
function nextLook({ createdAt }: TaskSnapshot): number {
  const now = Date.now();
  return now + Math.max(FIRST_LOOK_MS, now - createdAt);
}
