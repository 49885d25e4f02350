/** The normal bridge process, with the task of tasks.mjs. */
import { startBridge } from '../../../dist/apps/bridge-app.js';
import { runProcess } from '../../../dist/apps/process.js';
import { BenchBridgeModule } from './tasks.mjs';

await runProcess('celeriac-bridge', () => startBridge(BenchBridgeModule));
