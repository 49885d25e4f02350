import { type HookName, hookJsonNames } from '../../core/workflows/definition/workflow-definition.js';

/** @param name of a hook in the core */
export function hookJsonName(name: string): string {
  return hookJsonNames[name as HookName]; // hooks have no other names
}
