import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { afterAll, describe, expect, test } from 'vitest';
import { allPages, type Block, blocksOf, noteOf, type Page } from './markdown.js';
import { fileOf, ReadersProject } from './project.js';

/** Generated pages show usage lines, and each is held by the code that it is made from. */
const guides = allPages().filter(
  ({ path }) => !path.startsWith('docs/reference/') && path !== 'docs/rules.md',
);

const folders: ReadersProject[] = [];
afterAll(() => {
  for (const folder of folders) folder.remove();
});

function pageAt(path: string): Page {
  const page = guides.find((one) => one.path === path);
  if (page === undefined) throw new Error(`there is no page ${path}`);
  return page;
}

/** Does all that a page shows, in its order; first what the page before it does, where it goes on from there. */
async function read(page: Page, project: ReadersProject): Promise<void> {
  const before = /^<!-- continues: (\S+) -->$/m.exec(page.text)?.[1];
  if (before !== undefined) await read(pageAt(before), project);
  const folder = /^<!-- begins with: (\S+) -->$/m.exec(page.text)?.[1];
  if (folder !== undefined) project.begin(folder);
  for (const block of blocksOf(page)) {
    try {
      await project.follow(block);
    } catch (cause) {
      throw new Error(`${page.path}:${block.line}: ${(cause as Error).message}`, { cause });
    }
  }
}

function newProject(): ReadersProject {
  const project = new ReadersProject();
  folders.push(project);
  return project;
}

/** What the compiler says of the TypeScript below a folder, and of nothing that it imports: that is checked elsewhere. */
function typeErrors(folder: string): readonly string[] {
  const config = JSON.parse(readFileSync(join(folder, 'tsconfig.json'), 'utf8'));
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
  const program = ts.createProgram(fileNames, options);
  return fileNames.flatMap((name) => {
    const file = program.getSourceFile(name);
    const problems = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    return problems.map(
      ({ messageText }) => `${relative(folder, name)}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    );
  });
}

/** All files below a folder with their text. */
function contentOf(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]),
  );
}

const withBlocks = guides.filter((page) =>
  blocksOf(page).some((block) => noteOf(block, 'not run') === undefined),
);

describe('every block of every page works as shown', () => {
  test.each(withBlocks.map(({ path }) => path))('%s', { timeout: 60_000 }, async (path) => {
    await read(pageAt(path), newProject());
  });
});

test('the TypeScript of all pages compiles, strictly', { timeout: 60_000 }, async () => {
  const project = newProject();
  for (const [number, page] of guides.entries()) {
    await project.follow(consoleBlock(`$ mkdir page-${number}\n$ cd page-${number}`));
    for (const block of blocksOf(page)) if (block.language === 'ts') await project.follow(block);
    await project.follow(consoleBlock('$ cd ..'));
  }
  // Seen in the same run, so that silence means something.
  const wrong = "// page-0/wrong.ts\nimport { defineSite } from 'rackform';\ndefineSite('x', { domain: 1 });";
  await project.follow({ ...consoleBlock(wrong), language: 'ts' });
  const problems = typeErrors(project.top);
  expect(problems.filter((problem) => !problem.startsWith('page-0/wrong.ts'))).toEqual([]);
  expect(problems).not.toEqual([]);
});
test('the files of the README make a plan of null resources with the dry run', async () => {
  const project = newProject();
  for (const block of blocksOf(pageAt('README.md')))
    if (block.language === 'yaml') await project.follow(block);
  const dryRun = '# sites/lab/site.yaml\n-provisioner: { type: maas }\n+provisioner: { type: dry-run }';
  await project.follow({ ...consoleBlock(dryRun), language: 'diff' });
  await project.follow(consoleBlock('$ npx rackform lock\n$ npx rackform synth'));
  const texts = Object.values(contentOf(join(project.top, 'cdktf.out', 'stacks')));
  const types = texts.flatMap((text) => Object.keys(JSON.parse(text).resource));
  expect(new Set(types)).toEqual(new Set(['null_resource']));
});

test('the TypeScript of the README writes the same bytes as its YAML', { timeout: 60_000 }, async () => {
  const readme = blocksOf(pageAt('README.md'));
  const project = newProject();
  for (const block of readme) await project.follow(block);
  const fromYaml = contentOf(join(project.top, 'cdktf.out'));
  await project.follow(consoleBlock('$ npx tsx main.ts'));
  expect(Object.keys(fromYaml)).toContain('stacks/lab-train-claim-01/cdk.tf.json');
  expect(contentOf(join(project.top, 'cdktf.out'))).toEqual(fromYaml);
});

function consoleBlock(text: string): Block {
  return { language: 'console', text, line: 0, notes: [] };
}

test('only these blocks are not run, each for the reason given', () => {
  const skipped = guides.flatMap((page) =>
    blocksOf(page).flatMap((block) => {
      const why = noteOf(block, 'not run');
      return why === undefined ? [] : [`${page.path}: ${block.text.split('\n')[0]} (${why})`];
    }),
  );
  expect(skipped).toMatchInlineSnapshot(`
    [
      "README.md: $ npm ci && npm run demo (CI runs both)",
      "README.md: rackform.yaml           organization, tenants, state, deployments (a picture of folders)",
      "docs/guides/adopting.md: $ maas admin machines read > machines.json (needs a MAAS)",
      "docs/guides/adopting.md: $ jq -n --slurpfile m ../machines.json --slurpfile p ../power.json '{ bmc_credentials: ($m[0] | map({ (.hostname): { user: ($p[0][.system_id].power_user // ""), password: ($p[0][.system_id].power_pass // "") } }) | add) }' > bmc.tfvars.json (needs a MAAS)",
      "docs/guides/adopting.md: $ openstack baremetal node list --long -f json > nodes.json (needs an Ironic)",
      "docs/guides/coming-from.md: $ maas admin machines read | jq -r '["name","serial","model","memory MiB","boot NIC","status"], (.[] | [.hostname, .hardware_info.system_serial, .hardware_info.system_product, .memory, .boot_interface.mac_address, .status_name]) | @csv' > machines-of-maas.csv (needs a MAAS, and jq)",
      "docs/guides/first-cluster.md: $ npm init --yes (needs a package registry)",
      "docs/guides/first-cluster.md: $ export MAAS_API_URL=http://maas.dc1.example.org:5240/MAAS MAAS_API_KEY=... (needs a MAAS)",
      "docs/guides/importing.md: $ curl -H "Authorization: Token $TOKEN" "$NETBOX/api/dcim/devices/?site=dc1&limit=0" > devices.json (needs a NetBox)",
      "docs/guides/inference-platform.md: $ ansible-playbook --ask-vault-pass --inventory ansible/dc2/inventory.yaml ansible/dc2/site.yaml (needs servers, and Ansible)",
      "docs/guides/inference-platform.md: $ kubectl apply --filename ansible/dc2/kubernetes-examples/serve/search.yaml (needs a cluster)",
      "docs/guides/inference-platform.md: software: (a part of a site)",
      "docs/guides/ironic-provider.md: $ npx rackform provider install .rackform/providers (test/cli/provider-install.test.ts runs it)",
      "docs/guides/ironic-provider.md: terraform { (test/ironic-provider/real-ironic.test.ts applies it to a real Ironic)",
      "docs/guides/ironic-provider.md: removed { (test/ironic-provider/real-ironic.long.test.ts moves a node so)",
      "docs/guides/ironic-provider.md: import { (test/ironic-provider/real-ironic.long.test.ts moves a node so)",
      "docs/guides/ironic.md: provisioner: (a part of a site)",
      "docs/guides/ironic.md: $ baremetal node maintenance set NODE --reason "BMC dead" (needs an Ironic)",
      "docs/guides/ironic.md: $ terraform state rm ironic_deployment.SLOT (needs an Ironic)",
      "docs/guides/lab-faults.md: $ npx rackform lab run -- terraform apply (the output of Terraform differs by version; test/cli/lab-scenario.test.ts runs the same)",
      "docs/guides/lab-faults.md: $ terraform apply (needs an apply that was cut off; test/lab/scenario/killed.test.ts does it at many points)",
      "docs/guides/lab.md: $ npx rackform lab run -- npx cdktf deploy '*' --skip-provider-lock --auto-approve (takes a minute, and is a test of its own)",
      "docs/guides/moving-a-machine.md: $ ansible-playbook --inventory ansible/dc2/inventory.yaml ansible/dc2/release.yaml (needs servers, and Ansible)",
      "docs/guides/moving-a-machine.md: $ npx cdktf deploy dc2-serve-claim-01 --ignore-missing-stack-dependencies (needs a MAAS)",
      "docs/guides/replacing-a-machine.md: $ npx cdktf deploy dc1-train-claim-01 --ignore-missing-stack-dependencies (needs a MAAS)",
      "docs/guides/replacing-a-machine.md: $ npx cdktf deploy dc1-enrolment-01 --ignore-missing-stack-dependencies --var-file "$PWD/bmc.tfvars.json" (needs a MAAS)",
      "docs/guides/replacing-a-machine.md: $ npx cdktf deploy dc1-train-claim-01 --ignore-missing-stack-dependencies (needs a MAAS)",
      "docs/guides/replacing-a-machine.md: $ npx cdktf deploy dc1-enrolment-01 --ignore-missing-stack-dependencies --var-file "$PWD/bmc.tfvars.json" (needs a MAAS)",
      "docs/guides/training-cluster.md: $ ansible-vault create ansible/dc1/group_vars/cluster_train_a/vault.yaml (needs servers, and Ansible)",
      "docs/guides/training-cluster.md: software: (a part of a site)",
      "docs/guides/training-cluster.md: $ ansible-playbook --inventory ansible/dc1/inventory.yaml ansible/dc1/collect.yaml (needs servers, and Ansible)",
      "docs/guides/training-cluster.md: $ sbatch /usr/local/share/rackform/jobs/gpu-burn-in.sbatch (needs a cluster)",
    ]
  `);
});

test('a block that shows something else than is printed fails', async () => {
  const project = newProject();
  await expect(project.follow(consoleBlock('$ npx rackform --version\n9.9.9'))).rejects.toThrow(
    'does not print what is shown',
  );
});

test('a command that fails fails its block, unless the page says so', async () => {
  const failing = consoleBlock('$ npx rackform check');
  await expect(newProject().follow(failing)).rejects.toThrow('ended in 1');
  await newProject().follow({ ...failing, notes: ['exits: 1'] });
});

test('a change that fits no place of its file, or two, fails', async () => {
  const project = newProject();
  const file = (text: string): Block => ({ language: 'yaml', text, line: 0, notes: [] });
  await project.follow(file('# a.yaml\nx: 1\nx: 1'));
  const change = { ...file('# a.yaml\n-x: 1\n+x: 2'), language: 'diff' };
  await expect(project.follow(change)).rejects.toThrow('has 2 places');
  await expect(project.follow({ ...change, text: '# a.yaml\n-y: 1\n+x: 2' })).rejects.toThrow('has 0 places');
});

test('a block of no known kind fails, so that nothing goes unread', () => {
  expect(() => fileOf({ language: 'text', text: 'something', line: 0, notes: [] })).toThrow('names no file');
});
