import { App } from 'cdktf';

/**
 * An App whose output is the same on every machine and in every folder: without stack traces, which hold paths.
 *
 * @param outdir where `cdktf.out` goes
 * @default - `CDKTF_OUTDIR`, which the cdktf command sets, else `cdktf.out`
 */
export function createApp(outdir?: string): App {
  return new App({ stackTraces: false, ...(outdir === undefined ? {} : { outdir }) });
}
