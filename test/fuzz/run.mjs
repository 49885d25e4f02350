/**
 * `npm run fuzz -- --requests 10000 --seed 7`: the long run of fuzz.spec.ts. `--survey` does not stop at the first
 * finding, but lists one of each kind.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '10000' },
    seed: { type: 'string' },
    survey: { type: 'boolean', default: false },
  },
});
for (const [name, value] of Object.entries({ requests: values.requests, seed: values.seed }))
  if (value !== undefined && !/^\d{1,9}$/.test(value))
    throw new Error(`--${name} must be a whole number of at most nine digits, got "${value}"`);

const arguments_ = [
  ...['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'],
  ...['--runTestsByPath', 'test/fuzz/fuzz.spec.ts'],
];
const child = spawn(process.execPath, arguments_, {
  cwd: fileURLToPath(new URL('../../', import.meta.url)),
  stdio: 'inherit',
  env: {
    ...process.env,
    FUZZ_REQUESTS: values.requests,
    ...(values.seed !== undefined && { FUZZ_SEED: values.seed }),
    ...(values.survey && { FUZZ_SURVEY: '1' }),
  },
});
child.once('exit', (code) => {
  process.exitCode = code ?? 1;
});
