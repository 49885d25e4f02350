import { Injectable } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';

/**
 * The OpenAPI document of this process, for code that shows a part of it. It needs the complete application, which
 * exists only after all modules, so it is created once, on first use.
 */
@Injectable()
export class ApiDocument {
  private make: (() => OpenAPIObject) | undefined;
  private made: OpenAPIObject | undefined;

  /** Sets the source of the document; called by the code that creates the application. */
  comesFrom(make: () => OpenAPIObject): void {
    this.make = make;
  }

  get(): OpenAPIObject {
    if (this.make === undefined) throw new Error('The API document has no source: call comesFrom first.');
    return (this.made ??= this.make());
  }
}
