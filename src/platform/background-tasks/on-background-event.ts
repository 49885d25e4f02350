import { OnEvent } from '@nestjs/event-emitter';

/** The name of an event on the emitter: that of its class. */
export function eventName(event: object): string {
  return nameOf(event.constructor);
}

/**
 * Decorates the method that handles a background event: `@OnBackgroundEvent(EmailRequested)`. Unlike plain
 * `@OnEvent`, an error reaches BackgroundTasks, which counts and logs it with the id of the request.
 */
export function OnBackgroundEvent(event: new (...values: never[]) => object): MethodDecorator {
  return OnEvent(nameOf(event), { suppressErrors: false });
}

function nameOf(event: { readonly name: string }): string {
  return `background.${event.name}`;
}
