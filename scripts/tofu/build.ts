import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** No OpenTofu is to be had here. Its text says what is missing, and what to do. */
export class TofuMissing extends Error {
  override readonly name = 'TofuMissing';
}

/** The OpenTofu that is built where there is none. */
export const tofuVersion = '1.12.6';

/**
 * A module that only needs OpenTofu. What OpenTofu's own go.mod replaces does not count for those who depend on it,
 * and with the HCL of HashiCorp the build ends at `undefined: hcl.ExpressionWithFunctions`.
 */
const goMod = `module rackform.invalid/tofu

go 1.21

require github.com/opentofu/opentofu v${tofuVersion}

replace github.com/hashicorp/hcl/v2 => github.com/opentofu/hcl/v2 v2.20.2-0.20251021132045-587d123c2828
`;

/** What to build with, and where. */
export interface TofuBuild {
  readonly go: string;
  readonly env: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
  /** The folder that will hold `tofu`. */
  readonly folder: string;
}

/** Lines of Go's own words that are kept for the message of a failed build. */
const KEPT_LINES = 15;

/** @throws {TofuMissing} with the last lines that Go printed */
function runGo({ go, env, say }: TofuBuild, args: readonly string[], cwd: string): Promise<void> {
  const child = spawn(go, args, {
    cwd,
    env: { ...env, CGO_ENABLED: '0', GOWORK: 'off' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let kept: string[] = [];
  let rest = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) say(`  ${line}`);
    kept = [...kept, ...lines].slice(-KEPT_LINES);
  });
  return new Promise((resolve, reject) => {
    child.once('error', (cause) => reject(new TofuMissing(`${go} does not run`, { cause })));
    child.once('close', (code, signal) => {
      if (code === 0) return resolve();
      const said = [...kept, rest].join('\n').trim();
      reject(
        new TofuMissing(
          `OpenTofu ${tofuVersion} could not be built: go ended with ${code ?? signal}\n${said}\n` +
            'It takes a Go that this version of OpenTofu accepts, and its modules (go env GOPROXY). ' +
            'Or set RACKFORM_TOFU to the path of a tofu.',
        ),
      );
    });
  });
}

/** Builds OpenTofu from the Go module proxy. The file appears as a whole at the end, if at all. */
export async function buildTofu(build: TofuBuild): Promise<void> {
  const { go, folder, say } = build;
  say(`building OpenTofu ${tofuVersion} with ${go}: some minutes and 2 GB of Go's caches, once`);
  mkdirSync(folder, { recursive: true });
  const work = mkdtempSync(join(folder, 'building-'));
  try {
    writeFileSync(join(work, 'go.mod'), goMod);
    const command = 'github.com/opentofu/opentofu/cmd/tofu';
    // As OpenTofu's own releases are linked; without it the version ends in -dev.
    const ldflags = '-ldflags=-s -w -X github.com/opentofu/opentofu/version.dev=no';
    await runGo(build, ['build', '-mod=mod', '-trimpath', ldflags, '-o', 'tofu', command], work);
    renameSync(join(work, 'tofu'), join(folder, 'tofu'));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
