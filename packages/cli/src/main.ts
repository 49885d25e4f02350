import { run } from './run.js';
import { processTerminal } from './terminal.js';

const terminal = processTerminal();
process.exitCode = await run(process.argv.slice(2), terminal);
// Ctrl-C: do not wait for open requests.
if (terminal.signal.aborted) process.exit();
