import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fromRoot } from '../support/project-root.js';

interface LockEntry {
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
}

const manifest = JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')) as {
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
  readonly peerDependencies: Record<string, string>;
  readonly allowScripts: Record<string, boolean>;
};
const lockText = readFileSync(fromRoot('package-lock.json'), 'utf8');
const locked = Object.entries((JSON.parse(lockText) as { packages: Record<string, LockEntry> }).packages);

test('the lock file names no host, so that any registry or mirror serves it', () => {
  expect(locked.filter(([, entry]) => entry.resolved !== undefined)).toEqual([]);
  expect(lockText).not.toMatch(/"(https?|git\+ssh):\/\/[^"]+\.tgz/);
});

test('no install script of a dependency is needed, and each is refused by name', () => {
  const withScript = locked.filter(([, entry]) => entry.hasInstallScript === true).map(([path]) => path);
  const names = withScript.map((path) =>
    path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
  );
  expect(manifest.allowScripts).toEqual(Object.fromEntries(names.map((name) => [name, false])));
});

test('a peer is installed here too, and is never a second copy beside the one of the user', () => {
  for (const name of Object.keys(manifest.peerDependencies)) {
    expect(manifest.devDependencies).toHaveProperty(name);
    expect(manifest.dependencies).not.toHaveProperty(name);
  }
});
