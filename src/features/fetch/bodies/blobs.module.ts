import { join } from 'node:path';
import { Module, type Provider } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import { CoreModule } from '../../../core/index.js';
import { BlobIndex } from './blob-index.js';
import { Blobs } from './blobs.js';
import { BlobStore } from '../../../platform/blob-store/blob-store.js';
import { FetchedBodies } from './fetched-bodies.js';
import { FolderBlobStore } from '../../../platform/blob-store/folder-blob-store.js';
import { Spool } from '../../../platform/blob-store/spool.js';

/** On the same disk as the blobs, so that a rename turns a complete file into a blob. No task id can have this name. */
const SPOOL_FOLDER = 'incoming';

const stores: Provider[] = [
  {
    provide: BlobStore,
    inject: [Config],
    useFactory: async (config: Config): Promise<BlobStore> => {
      if (config.blobS3Bucket === undefined) return new FolderBlobStore(blobFolderOf(config));
      const { S3BlobStore } = await import('../../../platform/blob-store/s3-blob-store.js');
      return new S3BlobStore(config);
    },
  },
  {
    provide: Spool,
    inject: [Config],
    useFactory: (config: Config) => new Spool(join(blobFolderOf(config), SPOOL_FOLDER)),
  },
];

function blobFolderOf({ dataDir }: Config): string {
  return join(dataDir, 'blobs');
}

/** Stores content that is too large for a result, in a folder or a bucket, for as long as its task. */
@Module({
  imports: [CoreModule],
  providers: [...stores, Blobs, BlobIndex, FetchedBodies],
  exports: [Blobs, FetchedBodies],
})
export class BlobsModule {}
