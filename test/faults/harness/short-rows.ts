import { fork } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const LIMIT_MS = 180_000;

/**
 * Tests of rows that are quick with short locks; the others run with `npm run faults`. The rows are in several spec
 * files, so that they run in parallel.
 */
export function testShort(rows: readonly string[]): void {
  describe('a fault', () => {
    it.each(rows)(
      '%s costs no more than is promised',
      async (row) => {
        const { code, line } = await runShort(row);
        const broken = line.bounds.filter(({ holds }: { holds: unknown }) => holds === false);
        expect({ broken, error: line.error, skipped: line.skipped, code }).toEqual({ broken: [], code: 0 });
      },
      LIMIT_MS,
    );
  });
}

/** Runs in a separate process, which ends everything it has started, even if this one is gone. */
async function runShort(row: string) {
  const program = fileURLToPath(new URL('../run.mjs', import.meta.url));
  const child = fork(program, [row, '--short'], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    execArgv: [],
  });
  if (child.stdout === null) throw new Error('It has no stdout');
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return { code, line: JSON.parse(output.split('\n')[0] ?? '') };
}
