import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleProvider } from '../scripts/bundle-provider.js';
import { selfSignedCertificate } from '../src/protocol/certificate.js';
import { progress } from './progress.js';
import { median } from './report.js';

/** Most that the provider may take of what Node alone takes to start: Terraform starts it several times a command. */
const gate = 3;

const root = fileURLToPath(new URL('..', import.meta.url));
const bundle = join(root, 'node_modules', '.cache', `rackform-bench-provider-${process.pid}`, 'provider.cjs');

/** What go-plugin gives to the programs that it starts (`plugin-go` 6, `handshake.go` of Terraform). */
function pluginEnvironment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    TF_PLUGIN_MAGIC_COOKIE: 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2',
    PLUGIN_PROTOCOL_VERSIONS: '5,6',
    PLUGIN_CLIENT_CERT: selfSignedCertificate(new Date()).certificate,
  };
}

/** Milliseconds until a program says its first word. */
function firstWord(args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const child = spawn(process.execPath, [...args], { env: pluginEnvironment() });
    let said = '';
    child.stderr.on('data', (text) => {
      said += String(text);
    });
    child.stdout.once('data', () => {
      resolve(performance.now() - began);
      child.kill('SIGKILL');
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${args.join(' ')} ended in ${code}: ${said}`)));
  });
}

/**
 * Measures how long the bundled provider takes from its start to the line of the plugin handshake, TLS included, beside
 * a Node program that only says a word. Runs alternate; returns the exit code.
 */
export async function runProviderBench(args: readonly string[]): Promise<number> {
  const runs = Number(args[args.indexOf('--runs') + 1] ?? Number.NaN);
  const count = args.includes('--runs') ? runs : 15;
  if (!Number.isInteger(count) || count < 1) {
    process.stderr.write('bench: --runs wants a whole number of 1 or more\n');
    return 2;
  }
  mkdirSync(dirname(bundle), { recursive: true });
  try {
    progress('bundling');
    await bundleProvider(bundle);
    const [provider, bare]: [number[], number[]] = [[], []];
    for (let run = 1; run <= count; run += 1) {
      progress(`run ${run} of ${count}`);
      provider.push(await firstWord([bundle]));
      bare.push(await firstWord(['--eval', 'process.stdout.write("here\\n")']));
    }
    progress('');
    const [ours, theirs] = [median(provider), median(bare)];
    const ratio = ours / theirs;
    const result = { runs: count, providerMs: ours, nodeMs: theirs, ratio, isWithinGate: ratio <= gate };
    process.stdout.write(
      args.includes('--json')
        ? `${JSON.stringify(result, null, 2)}\n`
        : `rackform/ironic until its handshake, median of ${count}: ${ours.toFixed(0)} ms; Node alone ${theirs.toFixed(0)} ms; ratio ${ratio.toFixed(2)}, gate ${gate}\n`,
    );
    return result.isWithinGate ? 0 : 1;
  } finally {
    rmSync(dirname(bundle), { recursive: true, force: true });
  }
}
