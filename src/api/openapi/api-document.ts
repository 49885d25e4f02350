import { Injectable } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';

/**
 * The OpenAPI document of this process, for whoever shows a part of it. It needs the whole application, which only
 * exists when every module does: so it is made at its first use, and once.
 */
@Injectable()
export class ApiDocument {
  private make: (() => OpenAPIObject) | undefined;
  private made: OpenAPIObject | undefined;

  /** Says how it is made; whoever builds the application does. */
  comesFrom(make: () => OpenAPIObject): void {
    this.make = make;
  }

  get(): OpenAPIObject {
    if (this.make === undefined) throw new Error('The API document has no source: call comesFrom first.');
    return (this.made ??= this.make());
  }
}
