import { relative } from 'node:path';

/** Lists at the end of a run which spec files have skipped tests, by reason (test/support/needs.ts). */
export default class Skipped {
  onRunComplete(_contexts, { testResults }) {
    const files = new Map();
    for (const { testFilePath, testResults: tests } of testResults)
      for (const { status, fullName } of tests)
        if (status === 'pending') add(files, reasonOf(fullName), testFilePath);
    if (files.size === 0) return;
    const lines = [...files].map(([reason, paths]) => [reason, ...paths].join('\n  '));
    process.stderr.write(`\nSkipped here:\n${lines.join('\n')}\n`);
  }
}

/** The outermost suite's, if several are skipped. */
function reasonOf(fullName) {
  return /\[skipped: ([^\]]+)\]/.exec(fullName)?.[1] ?? `without a reason: ${fullName}`;
}

function add(files, reason, path) {
  if (!files.has(reason)) files.set(reason, new Set());
  files.get(reason).add(relative(process.cwd(), path));
}
