import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { configModuleOf } from '../inventory/config-module.js';
import { CliError } from './cli-error.js';
import type { Io } from './io.js';
import { relativeFile } from './render/located.js';

/** The file that makes a folder a project; a module may stand in its place. */
const projectFile = 'rackform.yaml';

/** The file by which a folder is a project; undefined where it is none. */
export function projectFileOf(dir: string): string | undefined {
  return existsSync(join(dir, projectFile)) ? projectFile : configModuleOf(dir);
}

/** The project folder: the one given, else the nearest parent that is one; undefined where there is none. */
export function findProject(io: Io, given?: string): string | undefined {
  if (given !== undefined) {
    const dir = resolve(io.cwd, given);
    return projectFileOf(dir) === undefined ? undefined : dir;
  }
  for (let dir = io.cwd; ; dir = dirname(dir)) {
    if (projectFileOf(dir) !== undefined) return dir;
    if (dir === dirname(dir)) return undefined;
  }
}

/** The project folder. @throws {CliError} where there is none */
export function requireProject(io: Io, given?: string): string {
  const dir = findProject(io, given);
  if (dir !== undefined) return dir;
  if (given === undefined) {
    throw new CliError(
      `no ${projectFile} in ${io.cwd} or a folder above it`,
      'run it inside a project, name one by --project DIR, or start one with rackform init',
    );
  }
  const path = resolve(io.cwd, given);
  if (!existsSync(path)) throw new CliError(`--project ${given}: no such folder`);
  if (!statSync(path).isDirectory()) {
    throw new CliError(`--project ${given}: it is a file`, `name the folder that holds ${projectFile}`);
  }
  throw new CliError(
    `--project ${given}: there is no ${projectFile} in it`,
    `start one with rackform init ${relativeFile(path, io.cwd) || '.'}`,
  );
}

/** Root of the repository that holds the folder; the folder itself outside of one. */
export function repositoryRoot(dir: string): string {
  for (let parent = dir; ; parent = dirname(parent)) {
    // A folder in a checkout, a file in a worktree or submodule.
    if (existsSync(join(parent, '.git'))) return parent;
    if (parent === dirname(parent)) return dir;
  }
}
