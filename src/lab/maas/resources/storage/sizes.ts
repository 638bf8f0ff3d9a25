/** Sizes are in GB of 10^9 bytes since provider 2.6. */
const gigabyte = 1e9;

export function bytesOf(gigabytes: number): number {
  return gigabytes * gigabyte;
}

export function gigabytesOf(bytes: number): number {
  return Math.round(bytes / gigabyte);
}
