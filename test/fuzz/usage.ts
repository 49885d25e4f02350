import { once } from 'node:events';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { StartedProcess } from '../support/processes.js';
import type { Sandbox } from '../support/sandbox.js';

/** Memory in use by a process: its heap and external memory after a garbage collection. */
export async function memoryOf(started: StartedProcess): Promise<number> {
  return ask(started, 'memory');
}

/**
 * CPU time of a process since its start, in ms. The process responds in a separate turn of its event loop, so all work
 * before it can accept another request is included.
 */
export async function cpuMsUsedBy(started: StartedProcess): Promise<number> {
  return ask(started, 'cpu');
}

/** Bytes stored in the broker and in DATA_DIR. */
export interface Stored {
  readonly redis: number;
  readonly disk: number;
}

export async function storedIn({ redis, folder }: Sandbox): Promise<Stored> {
  const info = await redis.info('memory');
  const valueOf = (name: string) => Number(new RegExp(`^${name}:(\\d{1,15})`, 'm').exec(info)?.[1] ?? 0);
  // Connection buffers vary.
  return { redis: valueOf('used_memory') - valueOf('mem_clients_normal'), disk: await bytesIn(folder) };
}

/** The largest record: a task or another key, but not an index. */
export async function largestRecordIn({
  redis,
  prefix,
}: Sandbox): Promise<readonly [key: string, bytes: number]> {
  let largest: readonly [key: string, bytes: number] = ['', 0];
  for (const type of ['hash', 'string']) {
    for await (const keys of redis.scanStream({ match: `${prefix}:*`, count: 500, type })) {
      for (const key of keys as string[]) {
        const bytes = (await redis.memory('USAGE', key, 'SAMPLES', 0)) ?? 0;
        if (bytes > largest[1]) largest = [key, bytes];
      }
    }
  }
  return largest;
}

async function ask(started: StartedProcess, question: 'cpu' | 'memory'): Promise<number> {
  const { child } = started;
  const over = new AbortController();
  const { signal } = over;
  try {
    const answer = once(child, 'message', { signal });
    const end = once(child, 'exit', { signal }).then(() => {
      throw new Error(`It ended: ${started.output().slice(-2_000)}`);
    });
    child.send(question);
    const [{ used }] = (await Promise.race([answer, end])) as [{ readonly used: number }];
    return used;
  } finally {
    over.abort();
  }
}

async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map((entry) => sizeOf(join(entry.parentPath, entry.name)));
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** A file deleted in the meantime has no size. */
async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0;
}
