import { run } from './run.js';
import { processTerminal } from './terminal.js';

const terminal = processTerminal();
process.exitCode = await run(process.argv.slice(2), terminal);
// What still runs has been given up.
if (terminal.signal.aborted) process.exit();
