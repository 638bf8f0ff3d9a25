import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rackform } from '../../cli/support.js';
import { ironicAnswers } from '../support/ironic-answers.js';
import { SiteProject } from '../support/site-project.js';
import { IronicWorkspace } from './workspace.js';

const node = (name: string, octet: number) => `
resource "ironic_node" "${name}" {
  name           = "${name}"
  driver         = "redfish"
  resource_class = "baremetal.cpu"
  manage         = false
  available      = false
  inspect        = false
  clean          = false
  driver_info    = { redfish_address = "https://192.0.2.${octet}" }
  properties     = { cpu_arch = "x86_64", cpus = "64", memory_mb = "262144", local_gb = "447", capabilities = "boot_mode:uefi" }
}
resource "ironic_port" "${name}" {
  node_uuid   = ironic_node.${name}.id
  address     = "02:00:5e:00:53:${octet}"
  pxe_enabled = true
}
`;
const deployment = (name: string, octet: number) => `
resource "ironic_deployment" "${name}" {
  node_uuid = "${name}"
  instance_info = {
    image_source        = "https://images.example.net/noble.qcow2"
    image_os_hash_algo  = "sha256"
    image_os_hash_value = "${'5f'.repeat(32)}"
  }
  user_data  = "one"
  fixed_ips  = [{ ip_address = "198.51.100.${octet}" }]
  depends_on = [ironic_port.${name}]
}
`;

const networks = `
in-band:
  purpose: in-band
  vlan: 20
  subnets: { in-band: { cidr: 198.51.100.0/24, gateway: 198.51.100.1 } }
`;

const options = [
  ...['--networks', 'networks.yaml', '--domain', 'dc2.example.net', '--organization', 'aurora'],
  ...['--site', 'dc2', '--tenant', 'research', '--out', 'adopted'],
];

/** The dialects whose providers can import, and what they say of what they cannot have. */
const adopting = [
  { dialect: 'metal3-community', left: 'ports: the provider is not known to import ports' },
  { dialect: 'rackform', left: null },
] as const;

const claim = 'dc2-adopted-claim-01';
const credentials = JSON.stringify(
  Object.fromEntries(['n1', 'n2', 'free'].map((asset) => [asset, { user: 'u', password: 'p' }])),
);

describe.sequential.each(adopting)(
  'a site of Ironic that others set up, by $dialect',
  { timeout: 60_000 },
  ({ dialect, left }) => {
    let setUp: IronicWorkspace;
    let work: IronicWorkspace;
    let project: SiteProject;
    let folder: string;
    let report: string;

    const nodes = () => JSON.stringify(work.ironic.world.store.all('nodes'));

    beforeAll(async () => {
      setUp = await IronicWorkspace.open('metal3-community');
      const all = [
        node('n1', 11),
        node('n2', 12),
        node('free', 13),
        deployment('n1', 11),
        deployment('n2', 12),
      ];
      await setUp.apply(all.join(''));
      work = await IronicWorkspace.open(dialect, setUp.ironic);
      folder = mkdtempSync(join(tmpdir(), 'adopt-'));
      for (const [name, answer] of Object.entries(ironicAnswers(work.ironic.world)))
        writeFileSync(join(folder, `${name}.json`), JSON.stringify(answer, null, 2));
      writeFileSync(join(folder, 'networks.yaml'), networks);
      const argv = ['adopt', 'ironic', 'nodes.json', 'ports.json', ...options, '--dialect', dialect];
      const { code, out, err } = await rackform(argv, { cwd: folder });
      if (code !== 0) throw new Error(`${out}${err}`);
      report = out;
      project = new SiteProject(join(folder, 'adopted'));
      const url = dialect === 'rackform' ? 'https://ironic.example.net:6385' : '';
      project.use(work, { TF_VAR_ironic_url: url, TF_VAR_bmc_credentials: credentials });
    }, 60_000);
    afterAll(async () => {
      await work.close();
      await setUp.close();
      project?.remove();
      rmSync(folder, { recursive: true, force: true });
    });

    test('says what was adopted, and what the provider cannot have', () => {
      expect(report).toContain('adopted 3 machines, 2 deployed slots; 0 machines left alone');
      if (left !== null) expect(report).toContain(left);
    });

    test('has a first plan that imports, and neither makes, changes nor destroys anything', async () => {
      await project.rackform('synth');
      const json = project.read(`cdktf.out/stacks/${claim}/cdk.tf.json`);
      expect(JSON.parse(json)).toMatchObject({
        import: ['n1', 'n2'].flatMap((name) => [
          { to: `terraform_data.${name}`, id: name },
          { to: `ironic_deployment.${name}`, id: work.node(name).uuid },
        ]),
      });
      expect(await project.plan()).toEqual({});
    });

    test('is applied without a change in Ironic, and the second plan is empty', async () => {
      const before = nodes();
      await project.apply();
      expect(nodes()).toBe(before);
      expect(await project.plan()).toEqual({});
      expect(await project.evidence('Adopted')).toContain('phase planned -> in-service');
    });

    test('has one slot reimaged on purpose, and that one alone', async () => {
      const before = JSON.stringify(work.node('n2'));
      await project.lockAndSynth('Reimage', '--reimage', 'n1');
      expect(await project.plan()).toEqual({
        [claim]: {
          'terraform_data.n1': 'update',
          'terraform_data.release_n1': 'create',
          'ironic_deployment.n1': 'delete create',
        },
      });
      await project.apply();
      expect(await project.plan()).toEqual({});
      expect(JSON.stringify(work.node('n2'))).toBe(before);
      expect(work.node('n1')).toMatchObject({ provisionState: 'active' });
      await project.evidence('Reimaged');
    });

    test('has a slot given back: what a release erases is said first, then the node is undeployed', async () => {
      await project.rackform('lock', '--release', 'n2', '--reason', 'moved away');
      project.edit('clusters/adopted.yaml', /count: 2/, 'count: 1');
      await project.lockAndSynth('Give n2 back');
      expect(await project.plan()).toEqual({ [claim]: { 'terraform_data.release_n2': 'create' } });
      await project.apply();
      expect(await project.evidence('Erase is known')).toContain('phase releasing -> released');
      await project.rackform('synth');
      await project.apply();
      expect(work.node('n2').provisionState).toBe('available');
      expect(await project.plan()).toEqual({});
    });

    test.runIf(dialect === 'metal3-community')(
      'is not read any more where a node does not say automated_clean: that provider ends there',
      async () => {
        work.set('free', { automatedClean: null });
        await expect(project.plan(['dc2-enrolment-01'])).rejects.toThrow('nil pointer dereference');
      },
    );
  },
);

test('a dialect that can import nothing is refused with the way out', async () => {
  const { code, err } = await rackform(
    ['adopt', 'ironic', 'nodes.json', 'ports.json', ...options, '--dialect', 'openshift-metal3'],
    {},
  );
  expect(code).toBe(1);
  expect(err).toContain(
    'can import neither nodes nor deployments: adopt with rackform, metal3-community, or leave',
  );
});
