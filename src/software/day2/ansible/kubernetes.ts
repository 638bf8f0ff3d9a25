import { nodeLabels, RKE2_SUPERVISOR_PORT } from '../../../facts/kubernetes.js';
import { joinFile } from '../kubernetes/rke2.js';
import { kubectl } from './drain.js';

/** An IPv6 address stands in brackets in a URL; core Ansible has no filter for it. */
const api =
  "{{ '[' ~ rackform_kubernetes_api ~ ']' if ':' in rackform_kubernetes_api else rackform_kubernetes_api }}";

/** Puts RKE2 on a machine, in the version of the definition, and has it join. */
const installTasks = `    - name: See whether there is an archive
      ansible.builtin.assert:
        that: rackform_kubernetes.source is not none
        fail_msg: the site does not say where RKE2 comes from, software.rke2
      when: not rackform_image_has_rke2 | default(false)

    - name: See which version runs
      ansible.builtin.command:
        argv: [/usr/local/bin/rke2, --version]
      register: rackform_rke2
      changed_when: false
      # None is there yet.
      failed_when: false

    - name: Fetch the archive
      ansible.builtin.get_url:
        url: "{{ rackform_rke2_folder }}/rke2.linux-{{ rackform_kubernetes.architecture }}.tar.gz"
        checksum: "sha256:{{ rackform_rke2_folder }}/sha256sum-{{ rackform_kubernetes.architecture }}.txt"
        dest: /var/lib/rackform/rke2.linux-{{ rackform_kubernetes.architecture }}.tar.gz
        mode: "0644"
      vars:
        rackform_rke2_folder: "{{ rackform_kubernetes.source }}/{{ rackform_kubernetes.version | urlencode }}"
      when:
        - rackform_kubernetes.version not in rackform_rke2.stdout | default('')
        - not rackform_image_has_rke2 | default(false)
      register: rackform_archive

    - name: Unpack it
      ansible.builtin.unarchive:
        src: /var/lib/rackform/rke2.linux-{{ rackform_kubernetes.architecture }}.tar.gz
        dest: /usr/local
        remote_src: true
      when: rackform_archive is not skipped
      register: rackform_unpacked

    - name: See whether it has joined
      ansible.builtin.stat:
        path: /var/lib/rancher/rke2/agent/kubelet.kubeconfig
      register: rackform_joined

    - name: See whether the cluster is there
      ansible.builtin.uri:
        url: https://${api}:${RKE2_SUPERVISOR_PORT}/cacerts
        # Its certificates are the cluster's own, which the token has the digest of.
        validate_certs: false
      register: rackform_cluster
      until: rackform_cluster is succeeded
      retries: "{{ 1 if inventory_hostname == rackform_kubernetes_first else 60 }}"
      delay: 10
      failed_when: rackform_cluster is failed and inventory_hostname != rackform_kubernetes_first
      when: not rackform_joined.stat.exists

    - name: See whether other servers have begun it
      ansible.builtin.stat:
        path: /var/lib/rancher/rke2/agent/kubelet.kubeconfig
      loop: "{{ rackform_kubernetes_servers | difference([inventory_hostname]) }}"
      delegate_to: "{{ item }}"
      register: rackform_others
      when: not rackform_joined.stat.exists and rackform_cluster.status != 200

    - name: Begin no second cluster
      ansible.builtin.assert:
        that: rackform_others.results | selectattr('stat.exists') | list | length == 0
        fail_msg: other servers have begun the cluster, and none answers at {{ rackform_kubernetes_api }}
      when: not rackform_joined.stat.exists and rackform_cluster.status != 200

    - name: Say which server to join
      ansible.builtin.copy:
        dest: ${joinFile}
        mode: "0644"
        content: |
          # Written by rackform. The first server begins the cluster, and joins it where it is there already.
          {% if rackform_cluster.status == 200 %}
          server: https://${api}:${RKE2_SUPERVISOR_PORT}
          {% endif %}
      when: not rackform_joined.stat.exists

    - name: See which registries it is told of
      ansible.builtin.stat:
        path: /etc/rancher/rke2/registries.yaml
      register: rackform_registries

    - name: Remember the configuration that it runs with
      ansible.builtin.copy:
        dest: /var/lib/rackform/rke2.digest
        mode: "0644"
        # The registries may hold a password, which rackform does not know.
        content: "{{ rackform_kubernetes.digest }} {{ rackform_registries.stat.checksum | default('') }}\\n"
      register: rackform_digest

    - name: Start it
      ansible.builtin.systemd_service:
        name: "rke2-{{ rackform_kubernetes.role }}.service"
        enabled: true
        state: "{{ 'restarted' if rackform_unpacked is changed or rackform_digest is changed else 'started' }}"
        daemon_reload: true

    - name: Wait until it is ready
      ansible.builtin.command:
        ${kubectl}
      vars:
        rackform_arguments: [wait, --for=condition=Ready, "node/{{ inventory_hostname }}", --timeout=30s]
      changed_when: false
      register: rackform_ready
      until: rackform_ready is succeeded
      retries: 40
      delay: 15
      delegate_to: "{{ rackform_kubernetes_first }}"

    - name: Set its labels
      ansible.builtin.command:
        ${kubectl}
      vars:
        rackform_arguments: >-
          {{ ['label', 'node', inventory_hostname, '--overwrite']
          + (rackform_kubernetes.labels.keys() | zip(rackform_kubernetes.labels.values()) | map('join', '=') | list) }}
      register: rackform_labelled
      changed_when: "'not labeled' not in rackform_labelled.stdout"
      delegate_to: "{{ rackform_kubernetes_first }}"
`;

const taintTasks = `    - name: See whose machine it is
      ansible.builtin.command:
        ${kubectl}
      vars:
        rackform_arguments:
          - get
          - node
          - "{{ inventory_hostname }}"
          - --output=jsonpath={.spec.taints[?(@.key=="${nodeLabels.tenant}")].value}
      register: rackform_owner_found
      changed_when: false
      delegate_to: "{{ rackform_kubernetes_first }}"

    - name: Keep it for its tenant
      ansible.builtin.command:
        ${kubectl}
      vars:
        rackform_arguments:
          - taint
          - node
          - "{{ inventory_hostname }}"
          - "${nodeLabels.tenant}{{ '-' if rackform_kubernetes.tenant is none else '=' ~ rackform_kubernetes.tenant ~ ':NoSchedule' }}"
          - --overwrite
      changed_when: true
      when: rackform_owner_found.stdout != (rackform_kubernetes.tenant or '')
      delegate_to: "{{ rackform_kubernetes_first }}"

    - name: Forget a label of a tenant that has gone
      ansible.builtin.command:
        ${kubectl}
      vars:
        rackform_arguments: [label, node, "{{ inventory_hostname }}", ${nodeLabels.tenant}-]
      changed_when: true
      when: rackform_kubernetes.tenant is none and rackform_owner_found.stdout != ''
      delegate_to: "{{ rackform_kubernetes_first }}"
`;

/** Makes a cluster of the machines, brings it to the version and configuration of the definition, and applies manifests. */
export const kubernetesPlaybook = `---
# Written by rackform. Makes Kubernetes of the machines: servers one at a time, then agents, then what runs on it. A second
# run changes nothing. Run site.yaml and drivers.yaml before.
#   ansible-playbook --inventory inventory.yaml kubernetes.yaml
# rackform_batch: how many agents at a time, five by default. rackform_image_has_rke2: nothing is fetched.
- name: Make servers
  hosts: kubernetes_server_of_*
  become: true
  gather_facts: false
  serial: 1
  max_fail_percentage: 0
  tasks:
${installTasks}
- name: Make agents
  hosts: kubernetes_agent_of_*
  become: true
  gather_facts: false
  serial: "{{ rackform_batch | default(5) }}"
  max_fail_percentage: 0
  tasks:
${installTasks}
${taintTasks}
- name: Apply manifests
  hosts: kubernetes_server_of_*
  become: true
  gather_facts: false
  tasks:
    - name: Bring manifests to the first server
      ansible.builtin.copy:
        src: "kubernetes/{{ rackform_cluster_name }}/"
        dest: "/var/lib/rackform/kubernetes/{{ rackform_cluster_name }}/"
        mode: "0644"
        directory_mode: "0755"
      when: inventory_hostname == rackform_kubernetes_first

    - name: Apply them
      ansible.builtin.command:
        ${kubectl}
      vars:
        rackform_arguments: [apply, "--filename=/var/lib/rackform/kubernetes/{{ rackform_cluster_name }}/"]
      register: rackform_applied
      # The operator brings kinds that a first run does not know yet.
      until: rackform_applied is succeeded
      retries: 10
      delay: 30
      changed_when: rackform_applied.stdout is search(' (created|configured)')
      when: inventory_hostname == rackform_kubernetes_first
`;
