import { startBridge } from './apps/bridge-app.js';
import { BridgeModule } from './apps/bridge.module.js';
import { runProcess } from './apps/process.js';

/** The Celery bridge: `nest start --entryFile bridge`, or `node dist/bridge.js`. */
await runProcess('celeriac-bridge', () => startBridge(BridgeModule));
