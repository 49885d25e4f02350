/** The normal bridge with the modules of an example. */
import { startBridge } from '../../dist/apps/bridge-app.js';
import { runProcess } from '../../dist/apps/process.js';
await import('./example-modules.mjs');
const { BridgeModule } = await import('../../dist/apps/bridge.module.js');

await runProcess('celeriac-bridge', () => startBridge(BridgeModule));
