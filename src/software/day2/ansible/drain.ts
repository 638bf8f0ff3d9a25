/** Kubernetes as the first server of a cluster sees it; its clients come with RKE2. */
export const kubectl = `argv: "{{ ['/var/lib/rancher/rke2/bin/kubectl', '--kubeconfig', '/etc/rancher/rke2/rke2.yaml'] + rackform_arguments }}"`;

/** Tasks that free a machine of what people run on it, whoever schedules that, and tasks that give it back. */
const drainTasks = `- name: Give it no new jobs
  ansible.builtin.command:
    argv: [scontrol, update, "NodeName={{ inventory_hostname }}", State=DRAIN, "Reason={{ rackform_reason }}"]
  changed_when: true
  when: rackform_is_slurm_node

- name: Wait for its jobs
  ansible.builtin.command:
    argv:
      - squeue
      - --noheader
      - "--nodelist={{ inventory_hostname }}"
      - --states=running,completing
  changed_when: false
  register: rackform_jobs
  until: rackform_jobs.stdout == ""
  retries: 2880
  delay: 60
  when: rackform_is_slurm_node

- name: Move its pods elsewhere
  ansible.builtin.command:
    ${kubectl}
  vars:
    rackform_arguments:
      - drain
      - "{{ inventory_hostname }}"
      - --ignore-daemonsets
      - --delete-emptydir-data
      - "--timeout={{ rackform_drain_timeout | default('30m') }}"
  changed_when: true
  delegate_to: "{{ rackform_kubernetes_first }}"
  when: rackform_kubernetes is not none
`;

const resumeTasks = `- name: Give it jobs again
  ansible.builtin.command:
    argv: [scontrol, update, "NodeName={{ inventory_hostname }}", State=RESUME]
  changed_when: true
  when: rackform_is_slurm_node

- name: Give it pods again
  ansible.builtin.command:
    ${kubectl}
  vars:
    rackform_arguments: [uncordon, "{{ inventory_hostname }}"]
  changed_when: true
  delegate_to: "{{ rackform_kubernetes_first }}"
  when: rackform_kubernetes is not none
`;

/** Tasks as they stand in a playbook, so many spaces in. */
export function indented(tasks: string, spaces: number): string {
  return tasks.replace(/^(?=.)/gm, ' '.repeat(spaces));
}

/** Tasks that free a machine. A pod that a disruption budget keeps in place makes them fail, and changes nothing more. */
export const drain = (spaces: number): string => indented(drainTasks, spaces);

/** Tasks that give a machine back to its scheduler. */
export const resume = (spaces: number): string => indented(resumeTasks, spaces);
