/** What class-transformer's decorators have registered: it exports no types for the file, which Nest reads too. */
declare module 'class-transformer/cjs/storage.js' {
  export { defaultMetadataStorage } from 'class-transformer/types/storage.js';
}
