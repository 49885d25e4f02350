/** Types for class-transformer's metadata storage, which has none of its own for this file. Nest reads it too. */
declare module 'class-transformer/cjs/storage.js' {
  export { defaultMetadataStorage } from 'class-transformer/types/storage.js';
}
