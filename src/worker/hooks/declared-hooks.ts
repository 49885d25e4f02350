import { Injectable } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { WiringError } from '../../core/task/queue.errors.js';
import { type RegisteredTask, TaskRegistry } from '../../core/task/task-registry.js';
import type { HookEvents, HookKind } from './hook-events.js';
import { type HookDeclaration, type HookedTask, declarationsOf } from './on-task.js';

/** A decorated method of a provider. */
export interface Hook {
  /** For the log: `Mails.tellOwner`. */
  readonly name: string;
  readonly kind: HookKind;
  /** Current and former names of its tasks; undefined: all tasks. */
  readonly tasks: ReadonlySet<string> | undefined;
  readonly call: (event: HookEvents[HookKind]) => unknown;
}

type Method = (event: unknown) => unknown;

/** Finds the methods that are decorated as hooks, in all providers. */
@Injectable()
export class DeclaredHooks {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly registry: TaskRegistry,
  ) {}

  /** @throws WiringError for a hook on an unknown task, or of a provider that has no single instance */
  all(): Hook[] {
    const seen = new Set<unknown>();
    return this.discovery.getProviders().flatMap((wrapper) => {
      const provider: unknown = wrapper.instance;
      if (typeof provider !== 'object' || provider === null || seen.has(provider)) return [];
      seen.add(provider);
      const hooks = this.hooksOf(provider);
      const isOne = wrapper.isDependencyTreeStatic() && !wrapper.isTransient;
      if (hooks[0] && !isOne)
        throw new WiringError(
          `The hook ${hooks[0].name} needs one instance of its class: give the provider and its dependencies no scope.`,
        );
      return hooks;
    });
  }

  private hooksOf(provider: object): Hook[] {
    const prototype = Object.getPrototypeOf(provider) as object | null;
    if (prototype === null || prototype === Object.prototype) return [];
    return this.scanner.getAllMethodNames(prototype).flatMap((name) => {
      const method = Reflect.get(prototype, name) as Method;
      return declarationsOf(method).map((declaration) => {
        const hook = `${provider.constructor.name}.${name}`;
        return this.hookOf(hook, declaration, (event) => Reflect.apply(method, provider, [event]));
      });
    });
  }

  private hookOf(name: string, { kind, tasks }: HookDeclaration, call: Hook['call']): Hook {
    const names = tasks.flatMap((task) => namesOf(this.registered(name, task)));
    return { name, kind, tasks: tasks.length === 0 ? undefined : new Set(names), call };
  }

  private registered(hook: string, task: HookedTask): RegisteredTask {
    const found = typeof task === 'string' ? this.registry.find(task) : this.registry.findByClass(task);
    if (found !== undefined) return found;
    const what = typeof task === 'string' ? `the name ${JSON.stringify(task)}` : task.name;
    throw new WiringError(
      `The hook ${hook} is for ${what}, which is no registered task. Add the task to the \`providers\` of its module ` +
        'in every process, or correct the hook.',
    );
  }
}

function namesOf({ options }: RegisteredTask): string[] {
  return [options.name, ...(options.aliases ?? [])];
}
