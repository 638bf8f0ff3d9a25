import type { ImageSpec } from './specs.js';

/** An image as Ironic has it in `instance_info`. */
export function instanceInfo({ url, checksum, diskFormat }: ImageSpec): Record<string, string> {
  return {
    image_source: url,
    ...(checksum === null
      ? {}
      : checksum.algorithm === 'md5'
        ? { image_checksum: checksum.value }
        : { image_os_hash_algo: checksum.algorithm, image_os_hash_value: checksum.value }),
    ...(diskFormat === null ? {} : { image_disk_format: diskFormat }),
  };
}
