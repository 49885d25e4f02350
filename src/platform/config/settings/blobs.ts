import { boolean, integer, optional, secret, setting, text, url } from '../setting.js';

/** Settings of blob storage: DATA_DIR/blobs or a bucket, and its size limit. */
export const blobSettings = {
  blobsMaxBytes: optional(
    'BLOBS_MAX_BYTES',
    integer(1),
    'bytes of large bodies kept at once, over all tasks; a fetch that needs more fails; unset: no limit',
  ),
  blobS3Bucket: optional(
    'BLOB_S3_BUCKET',
    text,
    'bucket for large bodies; unset, they are files in DATA_DIR/blobs, which all processes must share',
  ),
  blobS3Endpoint: secret(
    optional('BLOB_S3_ENDPOINT', endpoint, 'address of an S3-compatible server; unset, Amazon S3'),
  ),
  blobS3Region: setting('BLOB_S3_REGION', text, 'us-east-1', 'region of the bucket'),
  blobS3Prefix: setting('BLOB_S3_PREFIX', text, 'celeriac/', 'begins the name of every object'),
  blobS3PathStyle: setting(
    'BLOB_S3_PATH_STYLE',
    boolean,
    'true',
    'true has the bucket in the path, as most servers want it; false in the host name',
  ),
  blobS3AccessKeyId: optional(
    'BLOB_S3_ACCESS_KEY_ID',
    text,
    'unset, the AWS SDK finds credentials by itself (role, profile)',
  ),
  blobS3SecretAccessKey: secret(
    optional('BLOB_S3_SECRET_ACCESS_KEY', text, 'goes with BLOB_S3_ACCESS_KEY_ID: both or neither'),
  ),
} as const;

/** A login in the URL would have no effect: the keys have their own settings. */
function endpoint(value: string): string {
  const address = url('http', 'https')(value);
  const { username, password } = new URL(address);
  if (username !== '' || password !== '')
    throw new Error('a URL without a user: BLOB_S3_ACCESS_KEY_ID and BLOB_S3_SECRET_ACCESS_KEY are for that');
  return address;
}
