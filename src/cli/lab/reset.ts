import { rmSync } from 'node:fs';
import { ownFolder, requireLab } from '../../lab/state-folder.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { inert } from '../render/inert.js';
import { relativeFile } from '../render/located.js';
import { type LabArgs, stateFolder } from './lab-args.js';

/** Forgets a lab, unless one runs in the folder. A folder that no lab wrote is left alone. */
export async function labReset(io: Io, args: LabArgs): Promise<ExitCode> {
  const folder = stateFolder(io, args);
  requireLab(folder);
  const tenure = ownFolder(folder);
  try {
    rmSync(folder, { recursive: true });
  } finally {
    tenure.end();
  }
  const name = inert(relativeFile(folder, io.cwd));
  io.stdout.write(`removed ${name}: the next lab begins with a MAAS on its first day\n`);
  io.stdout.write('Terraform’s own state still has what was there: its next plan finds it gone\n');
  return exitCodes.clean;
}
