import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { type Browser, chromium } from 'playwright-core';
import { fromRoot } from './project-root.js';

const packed = fromRoot('node_modules', '@sparticuz', 'chromium', 'bin', 'chromium.br');
/** By its version, so that a newer package is unpacked anew. */
const unpacked = () => {
  const manifest = readFileSync(fromRoot('node_modules', '@sparticuz', 'chromium', 'package.json'), 'utf8');
  return fromRoot(
    'node_modules',
    '.cache',
    `chromium-${(JSON.parse(manifest) as { version: string }).version}`,
  );
};

/**
 * The Chromium that tests drive: what `CHROMIUM` names, else the one of the package, which is built for Linux on x64;
 * undefined elsewhere. The package would unpack it for all of the machine at once, where two runs meet.
 */
function chromiumPath(): string | undefined {
  const given = process.env['CHROMIUM'];
  if (given !== undefined && given !== '') return given;
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const path = unpacked();
  if (existsSync(path)) return path;
  mkdirSync(dirname(path), { recursive: true });
  const part = `${path}.${process.pid}`;
  try {
    writeFileSync(part, brotliDecompressSync(readFileSync(packed)), { mode: 0o755 });
    renameSync(part, path);
  } finally {
    rmSync(part, { force: true });
  }
  return path;
}

const path = chromiumPath();

/** To be said beside what is skipped without a browser. */
export const noBrowser =
  path === undefined ? ' (skipped: set CHROMIUM to the path of a Chromium)' : undefined;

// It runs as root in containers, opens files of the tests only, and must not look for hosts.
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function startChromium(): Promise<Browser> {
  if (path === undefined) throw new Error('there is no Chromium');
  return chromium.launch({ executablePath: path, args });
}
