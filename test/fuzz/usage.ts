import { once } from 'node:events';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { StartedProcess } from '../support/processes.js';
import type { Sandbox } from '../support/sandbox.js';

/** Bytes that a process really uses: its heap and what hangs on it, after a garbage collection. */
export async function memoryOf(started: StartedProcess): Promise<number> {
  return ask(started, 'memory');
}

/**
 * CPU time in ms that a process has taken since its start. It answers in a turn of its own, so whatever it does before
 * it can take another request is in it.
 */
export async function cpuMsUsedBy(started: StartedProcess): Promise<number> {
  return ask(started, 'cpu');
}

/** Bytes that are kept in the broker, and in DATA_DIR. */
export interface Stored {
  readonly redis: number;
  readonly disk: number;
}

export async function storedIn({ redis, folder }: Sandbox): Promise<Stored> {
  const info = await redis.info('memory');
  const valueOf = (name: string) => Number(new RegExp(`^${name}:(\\d{1,15})`, 'm').exec(info)?.[1] ?? 0);
  // Buffers of connections come and go.
  return { redis: valueOf('used_memory') - valueOf('mem_clients_normal'), disk: await bytesIn(folder) };
}

/** The record that takes most: of a task, or whatever else is no index of many. */
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

/** A file that is gone by now takes no room. */
async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0;
}
