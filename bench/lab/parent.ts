import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildBench } from '../build.js';
import { progress } from '../progress.js';
import { configuration, type Subject } from './configuration.js';
import { type LabOptions, labOptionsOf } from './options.js';
import {
  type LabResult,
  type LabRuns,
  type Memory,
  type Phase,
  printLab,
  resultOfLab,
  type Sample,
} from './report.js';
import { type LabProcess, type Place, runTerraform, startLabProcess } from './terraform.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Of this run alone: two runs at once must not take the program away from each other. */
const built = join(root, 'node_modules', '.cache', `rackform-bench-lab-${process.pid}`);

/** Runs the bench of the lab; returns its exit code. */
export async function runLabBench(args: readonly string[]): Promise<number> {
  const options = labOptionsOf(args);
  if (typeof options === 'string') {
    process.stderr.write(`bench: ${options}\n`);
    return 2;
  }
  try {
    progress('building');
    buildBench(root, built);
    const result = await measureLab(options);
    progress('');
    process.stdout.write(options.isJson ? `${JSON.stringify(result, null, 2)}\n` : printLab(result));
    return result.isWithinGates ? 0 : 1;
  } catch (error) {
    progress('');
    process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  } finally {
    rmSync(built, { recursive: true, force: true });
  }
}

const subjects: readonly Subject[] = ['lab', 'terraform_data'];

async function measureLab(options: LabOptions): Promise<LabResult> {
  const work = mkdtempSync(join(tmpdir(), 'rackform-bench-lab-'));
  const samples: Record<Subject, Sample[]> = { lab: [], terraform_data: [] };
  try {
    for (let run = 1; run <= options.runs; run += 1) {
      // In turns, and each first in every other pair: what warms or slows the machine slows both.
      for (const subject of run % 2 === 1 ? subjects : subjects.toReversed()) {
        progress(`run ${run} of ${options.runs}, ${subject}`);
        samples[subject].push(await sample(subject, options, join(work, `${subject}-${run}`)));
      }
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  const { machines, applied } = options;
  return resultOfLab({
    machines,
    applied,
    lab: samples.lab,
    terraformData: samples.terraform_data,
  } satisfies LabRuns);
}

/** Plans the large configuration; plans, applies and plans again the small one. The lab is a new process for each. */
async function sample(subject: Subject, options: LabOptions, work: string): Promise<Sample> {
  const { machines, applied } = options;
  const plan = await withPlace(subject, machines, options, join(work, 'plan'), async (measure) => ({
    plan: await measure('plan', '-out=new'),
  }));
  const rest = await withPlace(subject, applied, options, join(work, 'apply'), async (measure, usage) => {
    await measure('plan', '-out=new');
    const before = await usage();
    const apply = await measure('apply', 'new');
    const after = await usage();
    // Exit 2 would say that there is something left to do.
    return { apply, refresh: await measure('plan', '-detailed-exitcode'), heapBytes: after - before };
  });
  return { ...plan, ...rest };
}

type Measure = (...args: readonly string[]) => Promise<Phase>;

/** Makes a folder with a configuration, and a lab beside it where that is the subject. */
async function withPlace<T>(
  subject: Subject,
  machines: number,
  { terraform }: LabOptions,
  folder: string,
  use: (measure: Measure, heapBytes: () => Promise<number>) => Promise<T>,
): Promise<T> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'main.tf.json'), configuration(subject, machines));
  writeFileSync(join(folder, 'terraform.rc'), '');
  const lab =
    subject === 'lab' ? await startLabProcess(join(built, 'bench', 'main.js'), { cwd: folder }) : null;
  const own = {
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
    TF_CLI_CONFIG_FILE: join(folder, 'terraform.rc'),
  };
  const place: Place = { terraform, folder, env: { ...own, ...lab?.env } };
  try {
    await runTerraform(place, 'init');
    return await use(
      (...args) => measured(place, lab, args),
      async () => (await lab?.usage())?.heapBytes ?? 0,
    );
  } finally {
    await lab?.end();
  }
}

async function measured(place: Place, lab: LabProcess | null, args: readonly string[]): Promise<Phase> {
  const before = await lab?.usage();
  const terraform = await runTerraform(place, ...args);
  const after = await lab?.usage();
  if (before === undefined || after === undefined) return { terraform, lab: null };
  return { terraform, lab: { cpuMs: after.cpuMs - before.cpuMs, peakMB: after.peakMB } satisfies Memory };
}
