import { migPaths } from '../gpu/mig.js';
import { drain, indented, kubectl, resume } from './drain.js';

/** Whether the GPU operator cuts the GPUs of a machine: a variable of a play. */
export const byOperator =
  '"{{ rackform_kubernetes is not none and rackform_kubernetes.migConfig is not none }}"';

/** Has the GPU operator cut the GPUs of a machine by a configuration of mig-parted, and waits until it has. */
export const cutByOperator = (spaces: number, config: string, when: string) =>
  indented(
    `- name: Tell the GPU operator
  ansible.builtin.command:
    ${kubectl}
  vars:
    rackform_arguments:
      - label
      - node
      - "{{ inventory_hostname }}"
      - --overwrite
      - "nvidia.com/mig.config=${config}"
      # Else what it says of the cut before would be taken for this one.
      - nvidia.com/mig.config.state-
  changed_when: true
  delegate_to: "{{ rackform_kubernetes_first }}"
  when: ${when}

- name: Wait for it
  ansible.builtin.command:
    ${kubectl}
  vars:
    rackform_arguments:
      - wait
      - "--for=jsonpath={.metadata.labels.nvidia\\\\.com/mig\\\\.config\\\\.state}=success"
      - "node/{{ inventory_hostname }}"
      - --timeout=15m
  changed_when: false
  delegate_to: "{{ rackform_kubernetes_first }}"
  when: ${when}
`,
    spaces,
  );

/** Cuts GPUs anew where they are not cut as defined, each machine freed before. */
export const migPlaybook = `---
# Written by rackform. Cuts GPUs anew where they are not cut as the definition says: frees the machine, cuts, gives it back.
# Run site.yaml and, with Kubernetes, kubernetes.yaml before.
#   ansible-playbook --inventory inventory.yaml mig.yaml
# rackform_batch: how many machines at a time, one by default.
- name: Cut GPUs
  hosts: rackform
  become: true
  gather_facts: false
  serial: "{{ rackform_batch | default(1) }}"
  max_fail_percentage: 0
  vars:
    rackform_reason: mig
    rackform_by_operator: ${byOperator}
  tasks:
    - name: See how its GPUs are cut
      ansible.builtin.command:
        argv: [${migPaths.script}, --check]
      register: rackform_cut
      changed_when: false
      failed_when: false
      when: rackform_has_mig_plan

    - name: See how the GPU operator has cut them
      ansible.builtin.command:
        ${kubectl}
      vars:
        rackform_arguments:
          - get
          - node
          - "{{ inventory_hostname }}"
          - --output=jsonpath={.metadata.labels.nvidia\\.com/mig\\.config}={.metadata.labels.nvidia\\.com/mig\\.config\\.state}
      register: rackform_label
      changed_when: false
      delegate_to: "{{ rackform_kubernetes_first }}"
      when: rackform_by_operator

    - name: Cut them anew
      when: >-
        (rackform_has_mig_plan and rackform_cut.rc != 0)
        or (rackform_by_operator and rackform_label.stdout != rackform_kubernetes.migConfig ~ '=success')
      block:
${drain(8)}
        - name: Cut
          ansible.builtin.command:
            argv: [${migPaths.script}]
          changed_when: true
          when: rackform_has_mig_plan

${cutByOperator(8, '{{ rackform_kubernetes.migConfig }}', 'rackform_by_operator')}
${resume(8)}`;
