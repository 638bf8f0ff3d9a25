import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { findPythonTool } from '../../../scripts/day2-tools/find.js';
import { ansibleProject } from '../../../src/software/day2/ansible/project.js';
import { kubernetesManifests } from '../../../src/software/manifests/manifests.js';
import { runTool, tellMissing } from '../../support/tools.js';
import { inferenceModel, serveIn } from '../inference.js';

const tools = {
  playbook: findPythonTool('ansible-playbook'),
  lint: findPythonTool('ansible-lint'),
  // Answers as a server that machines join.
  openssl: spawnSync('openssl', ['version']).status === 0 ? { path: 'openssl', env: {} } : null,
};

const model = inferenceModel();
const agent = 'serve-mig-001';
const server = 'serve-control-001';

/** Remembers what it is asked, and answers of a cluster whose nodes are files in its state. */
const kubectl = `#!/bin/bash
set -euo pipefail
shift 2
echo "$*" >>"$STATE/kubectl"
case "$1" in
  get)
    case "$*" in
      *metadata.labels*) cat "$STATE/mig-label" ;;
      *) cat "$STATE/owner" ;;
    esac ;;
  label) if [[ -e $STATE/labelled ]]; then echo "node/$3 not labeled"; else echo "node/$3 labeled"; fi ;;
  drain) [[ ! -e $STATE/stuck ]] || { echo "Cannot evict pod: disruption budget" >&2; exit 1; } ;;
  apply) echo "namespace/chat unchanged" ;;
esac
`;

/** Knows of two units what Ansible asks for, and remembers what it is told. */
const systemctl = `#!/bin/bash
set -euo pipefail
unit=\${@: -1}
case "$1" in
  show)
    echo "Id=$unit"
    echo LoadState=loaded
    if [[ -e $STATE/active ]]; then echo ActiveState=active; else echo ActiveState=inactive; fi ;;
  is-enabled) if [[ -e $STATE/enabled ]]; then echo enabled; else echo disabled; exit 1; fi ;;
  enable) : >"$STATE/enabled"; echo "enable $unit" >>"$STATE/systemctl" ;;
  start|restart) : >"$STATE/active"; echo "$1 $unit" >>"$STATE/systemctl" ;;
esac
`;

describe.skipIf(tellMissing('ansible-playbook, ansible-lint and openssl', ...Object.values(tools)))(
  'the real Ansible',
  () => {
    let folder = '';
    const state = (file: string) => join(folder, 'state', file);
    const calls = () =>
      existsSync(state('kubectl')) ? readFileSync(state('kubectl'), 'utf8').trim().split('\n') : [];

    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'rackform-ansible-'));
      mkdirSync(join(folder, 'state'));
      mkdirSync(join(folder, 'bin'));
      writeProject(ansibleProject(model));
      for (const [file, text] of [
        ['kubectl', kubectl],
        ['mig', '#!/bin/bash\necho "mig $*" >>"$STATE/mig"\n'],
      ] as const) {
        writeFileSync(join(folder, 'bin', file), text);
        chmodSync(join(folder, 'bin', file), 0o755);
      }
      writeFileSync(state('owner'), '');
      writeFileSync(state('mig-label'), '');
    });

    afterEach(() => {
      rmSync(folder, { recursive: true, force: true });
    });

    /** The project, its programs where the test has them: this machine has neither RKE2 nor GPUs. */
    function writeProject(files: Readonly<Record<string, string>>): void {
      for (const [file, text] of Object.entries({ ...files, ...kubernetesManifests(model) })) {
        mkdirSync(dirname(join(folder, file)), { recursive: true });
        const here = text
          .replaceAll('/var/lib/rancher/rke2/bin/kubectl', join(folder, 'bin/kubectl'))
          .replaceAll('/usr/local/lib/rackform/mig', join(folder, 'bin/mig'));
        // What is on a machine keeps its place; what playbooks start is the test’s.
        writeFileSync(join(folder, file), /^[^/]+\.yaml$/.test(file) ? here : text);
      }
    }

    const env = () => ({
      HOME: join(folder, 'home'),
      STATE: join(folder, 'state'),
      ANSIBLE_NOCOLOR: '1',
      ANSIBLE_LOCALHOST_WARNING: 'false',
    });

    function run(playbook: string, limit: string, ...more: readonly string[]) {
      rmSync(state('kubectl'), { force: true });
      return runTool(
        tools.playbook,
        [
          ...['--inventory', 'inventory.yaml', '--connection', 'local', '--limit', limit],
          ...['-e', 'ansible_become=false', '-e', 'vault_serve_kubernetes_token=canary', ...more],
          ...['-e', 'ansible_python_interpreter={{ ansible_playbook_python }}', playbook],
        ],
        {
          cwd: folder,
          env: { ...env(), PATH: `${join(folder, 'bin')}:${process.env['PATH']}` },
        },
      );
    }

    test('lints without a word', () => {
      const names = ['kubernetes.yaml', 'mig.yaml', 'release.yaml', 'drivers.yaml', 'site.yaml'];
      const { all } = runTool(tools.lint, ['--offline', '--nocolor', '-q', ...names], {
        cwd: folder,
        env: env(),
      });
      expect(all).toBe('');
    });

    test('cuts GPUs anew where the label is another: frees the machine, tells the operator, gives it back', () => {
      const wanted = parse(readFileSync(join(folder, `host_vars/${agent}/rackform.yaml`), 'utf8'))
        .rackform_kubernetes.migConfig;
      writeFileSync(state('mig-label'), 'serve-before=success');
      const { all } = run('mig.yaml', agent);
      expect(all).toMatch(/failed=0/);
      expect(calls().map((call) => call.split(' ')[0])).toEqual([
        'get',
        'drain',
        'label',
        'wait',
        'uncordon',
      ]);
      expect(calls()[2]).toBe(
        `label node ${agent} --overwrite nvidia.com/mig.config=${wanted} nvidia.com/mig.config.state-`,
      );
      writeFileSync(state('mig-label'), `${wanted}=success`);
      expect(run('mig.yaml', agent).all).toMatch(/changed=0 .* failed=0/);
      expect(calls().map((call) => call.split(' ')[0])).toEqual(['get']);
    });

    test('leaves GPUs as they are where the machine cannot be freed', () => {
      writeFileSync(state('mig-label'), 'serve-before=success');
      writeFileSync(state('stuck'), '');
      expect(run('mig.yaml', agent).all).toMatch(/Cannot evict pod[\s\S]*failed=1/);
      expect(calls().map((call) => call.split(' ')[0])).toEqual(['get', 'drain']);
    });

    test('takes a machine that is given back out of the cluster, and no other', () => {
      const leaving = structuredClone(model) as typeof model;
      Object.assign(serveIn(leaving).slots.find(({ name }) => name === agent) ?? {}, { phase: 'releasing' });
      writeProject(ansibleProject(leaving));
      const { all } = run('release.yaml', 'all');
      expect(all).toMatch(/failed=0/);
      expect(all).not.toContain('serve-mig-002');
      expect(calls().map((call) => call.split(' ')[0])).toEqual(['drain', 'label', 'wait', 'delete']);
      expect(calls().at(-1)).toBe(`delete node ${agent} --ignore-not-found`);
    });

    test('puts a registry’s password into its file, and nowhere else', () => {
      const url = 'https://registry.example.net';
      const closed = inferenceModel({ site: { software: { registry: { url, username: 'puller' } } } });
      writeProject(ansibleProject(closed));
      const root = join(folder, 'root');
      const password = 'hunter2-"canary"\\';
      writeFileSync(join(folder, 'secret.yaml'), stringify({ vault_serve_registry_password: password }));
      const { all } = run(
        'site.yaml',
        agent,
        ...['--tags', 'files,secrets', '-e', `rackform_root=${root}`, '-e', '@secret.yaml'],
        ...['-e', `rackform_owner=${spawnSync('id', ['-un'], { encoding: 'utf8' }).stdout.trim()}`],
      );
      expect(all).toMatch(/failed=0/);
      expect(all).not.toContain('canary');
      const written = readFileSync(join(root, 'etc/rancher/rke2/registries.yaml'), 'utf8');
      expect(parse(written).configs['registry.example.net'].auth).toEqual({ username: 'puller', password });
      expect(readFileSync(join(root, 'etc/rancher/rke2/token'), 'utf8')).toBe('canary');
    });

    describe('makes a cluster', () => {
      const archive = 'rke2.linux-amd64.tar.gz';
      const version = 'v1.35.7+rke2r1';
      const units = () => readFileSync(state('systemctl'), 'utf8').trim().split('\n');
      const joinFile = () =>
        readFileSync(join(folder, 'etc/rancher/rke2/config.yaml.d/20-join.yaml'), 'utf8');
      let listening: ChildProcess | null = null;

      beforeEach(() => {
        const mirror = join(folder, 'mirror', version);
        mkdirSync(join(folder, 'packed/bin'), { recursive: true });
        mkdirSync(mirror, { recursive: true });
        writeFileSync(
          join(folder, 'packed/bin/rke2'),
          `#!/bin/bash\necho "rke2 version ${version} (made up)"\n`,
        );
        chmodSync(join(folder, 'packed/bin/rke2'), 0o755);
        const shell = [
          `tar -C packed -czf mirror/${version}/${archive} .`,
          `cd mirror/${version} && sha256sum ${archive} > sha256sum-amd64.txt`,
          `cd ${folder} && openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=api -keyout key.pem -out cert.pem`,
        ].join(' && ');
        expect(spawnSync('bash', ['-c', shell], { cwd: folder }).status).toBe(0);
        writeFileSync(join(folder, 'cacerts'), 'made up\n');
        for (const place of [
          'usr/local',
          'var/lib/rackform',
          'etc/rancher/rke2/config.yaml.d',
          'rke2/agent',
        ]) {
          mkdirSync(join(folder, place), { recursive: true });
        }
        writeFileSync(join(folder, 'bin/systemctl'), systemctl);
        chmodSync(join(folder, 'bin/systemctl'), 0o755);
        for (const file of [
          'kubernetes.yaml',
          ...[server, agent].map((slot) => `host_vars/${slot}/rackform.yaml`),
        ]) {
          const text = readFileSync(join(folder, file), 'utf8')
            .replaceAll('https://github.com/rancher/rke2/releases/download', `file://${folder}/mirror`)
            .replaceAll('/usr/local', `${folder}/usr/local`)
            .replaceAll('/var/lib/rackform', `${folder}/var/lib/rackform`)
            .replaceAll('/var/lib/rancher/rke2', `${folder}/rke2`)
            .replaceAll('/etc/rancher/rke2/', `${folder}/etc/rancher/rke2/`);
          writeFileSync(join(folder, file), text);
        }
      });

      afterEach(() => {
        listening?.kill();
        listening = null;
      });

      const kubernetes = (limit: string) => {
        writeFileSync(state('systemctl'), '');
        return run('kubernetes.yaml', limit, '-e', 'rackform_kubernetes_api=127.0.0.1').all;
      };
      /** Answers as a server does that other machines may join. */
      const serve = async () => {
        listening = spawn(
          'openssl',
          ['s_server', '-accept', '127.0.0.1:9345', '-cert', 'cert.pem', '-key', 'key.pem', '-WWW'],
          { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] },
        );
        await once(listening.stdout ?? listening, 'data');
      };

      test('that its first server begins, and a second run leaves alone', () => {
        const first = kubernetes(server);
        expect(first).toMatch(/failed=0/);
        expect(joinFile()).not.toContain('server:');
        expect(units()).toEqual(['enable rke2-server.service', 'start rke2-server.service']);
        expect(calls().map((call) => call.split(' ')[0])).toEqual(['wait', 'label', 'apply']);
        writeFileSync(join(folder, 'rke2/agent/kubelet.kubeconfig'), '');
        writeFileSync(state('labelled'), '');
        expect(kubernetes(server)).toMatch(/changed=0 .* failed=0/);
        expect(units()).toEqual(['']);
      });

      test('that others join, and are kept for the tenant that has them to itself', async () => {
        await serve();
        const vars = join(folder, `host_vars/${agent}/rackform.yaml`);
        writeFileSync(vars, readFileSync(vars, 'utf8').replace('tenant: null', 'tenant: lab'));
        expect(kubernetes(agent)).toMatch(/failed=0/);
        expect(joinFile()).toContain('server: https://127.0.0.1:9345\n');
        expect(units()).toEqual(['enable rke2-agent.service', 'start rke2-agent.service']);
        expect(calls()).toContain(`taint node ${agent} rackform/tenant=lab:NoSchedule --overwrite`);
        writeFileSync(state('owner'), 'lab');
        writeFileSync(state('labelled'), '');
        writeFileSync(join(folder, 'rke2/agent/kubelet.kubeconfig'), '');
        expect(kubernetes(agent)).toMatch(/changed=0 .* failed=0/);
      });

      test('with a configuration that changed, RKE2 starts anew', () => {
        kubernetes(server);
        writeFileSync(join(folder, 'rke2/agent/kubelet.kubeconfig'), '');
        const vars = join(folder, `host_vars/${server}/rackform.yaml`);
        writeFileSync(vars, readFileSync(vars, 'utf8').replace(/digest: \S+/, 'digest: another'));
        expect(kubernetes(server)).toMatch(/failed=0/);
        expect(units()).toEqual(['restart rke2-server.service']);
      });

      test('with another password of the registry, too', () => {
        kubernetes(server);
        writeFileSync(join(folder, 'rke2/agent/kubelet.kubeconfig'), '');
        writeFileSync(join(folder, 'etc/rancher/rke2/registries.yaml'), 'password: another\n');
        expect(kubernetes(server)).toMatch(/failed=0/);
        expect(units()).toEqual(['restart rke2-server.service']);
      });

      test('but no second one beside one that does not answer', () => {
        // All machines of this test are this one, so the other servers are where the first is.
        writeFileSync(
          join(folder, 'kubernetes.yaml'),
          readFileSync(join(folder, 'kubernetes.yaml'), 'utf8').replace(
            /(name: See whether other servers[\s\S]*?path: )\S+/,
            `$1${folder}/bin/kubectl`,
          ),
        );
        expect(kubernetes(server)).toContain(
          'other servers have begun the cluster, and none answers at 127.0.0.1',
        );
        expect(units()).toEqual(['']);
      });

      test('from an archive that is what its sum says', () => {
        writeFileSync(
          join(folder, 'mirror', version, 'sha256sum-amd64.txt'),
          `${'0'.repeat(64)}  ${archive}\n`,
        );
        expect(kubernetes(server)).toMatch(/checksum[\s\S]*failed=1/);
        expect(existsSync(join(folder, 'usr/local/bin/rke2'))).toBe(false);
      });
    });
  },
);
