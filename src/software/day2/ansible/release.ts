import { migPaths } from '../gpu/mig.js';
import { drain, kubectl } from './drain.js';
import { byOperator, cutByOperator } from './mig.js';

/** Takes machines that are given back out of the cluster, before Terraform releases and erases them. */
export const releasePlaybook = `---
# Written by rackform. Frees machines that the definition gives back, makes their GPUs whole, and takes them out of
# Kubernetes. Run it before Terraform releases them: it erases whatever runs there.
#   ansible-playbook --inventory inventory.yaml release.yaml
- name: Free machines that are given back
  hosts: leaving_of_*
  become: true
  gather_facts: false
  serial: 1
  max_fail_percentage: 0
  vars:
    rackform_reason: given back
    rackform_by_operator: ${byOperator}
  tasks:
${drain(4)}
    - name: See whether it can cut GPUs
      ansible.builtin.stat:
        path: ${migPaths.script}
      register: rackform_mig

    - name: Make its GPUs whole
      ansible.builtin.command:
        argv: [${migPaths.script}, --off]
      changed_when: true
      when:
        - rackform_mig.stat.exists
        - not rackform_by_operator

${cutByOperator(4, 'all-disabled', 'rackform_by_operator')}
    - name: Take it out of Kubernetes
      ansible.builtin.command:
        ${kubectl}
      vars:
        rackform_arguments: [delete, node, "{{ inventory_hostname }}", --ignore-not-found]
      changed_when: true
      delegate_to: "{{ rackform_kubernetes_first }}"
      when: rackform_kubernetes is not none
`;
