import { secretPlace } from '../node.js';
import { drain, resume } from './drain.js';

/** Puts files, packages and units on machines. Disturbs no job: what would is in the other playbook. */
export const sitePlaybook = `---
# Written by rackform. Brings machines to what their definition says; a second run changes nothing.
#   ansible-playbook --inventory inventory.yaml site.yaml
# rackform_root: puts files below another folder, to look at them.
- name: Bring machines to what their definition says
  hosts: rackform
  become: true
  gather_facts: false
  tasks:
    - name: Make folders
      ansible.builtin.file:
        path: "{{ rackform_root | default('') }}{{ item }}"
        state: directory
        mode: "0755"
      loop: "{{ (rackform_files + rackform_keys + rackform_secrets) | map(attribute='path') | map('dirname') | unique }}"
      tags: [files]

    - name: Fetch the keys of package repositories
      ansible.builtin.get_url:
        url: "{{ item.url }}"
        dest: "{{ rackform_root | default('') }}{{ item.path }}"
        mode: "0644"
      loop: "{{ rackform_keys }}"
      loop_control:
        label: "{{ item.path }}"
      tags: [packages]

    - name: Write files
      ansible.builtin.copy:
        src: "{{ item.src }}"
        dest: "{{ rackform_root | default('') }}{{ item.path }}"
        mode: "{{ item.mode }}"
      loop: "{{ rackform_files }}"
      loop_control:
        label: "{{ item.path }}"
      register: rackform_written
      tags: [files]

    - name: Install packages
      ansible.builtin.apt:
        name: "{{ rackform_packages }}"
        state: present
        allow_downgrade: true
        allow_change_held_packages: true
        update_cache: true
        cache_valid_time: "{{ 0 if rackform_written is changed else 3600 }}"
        policy_rc_d: 101
      tags: [packages]

    - name: Write secrets
      ansible.builtin.copy:
        content: >-
          {{ rackform_secret_values[item.secret] if item.template is none
          else item.template | replace('${secretPlace}', rackform_secret_values[item.secret] | to_json) }}
        dest: "{{ rackform_root | default('') }}{{ item.path }}"
        owner: "{{ rackform_owner | default(item.owner) }}"
        group: "{{ rackform_owner | default(item.owner) }}"
        mode: "{{ item.mode }}"
      loop: "{{ rackform_secrets }}"
      loop_control:
        label: "{{ item.path }}"
      no_log: true
      register: rackform_secrets_written
      tags: [secrets]

    - name: Enable units and start them
      ansible.builtin.systemd_service:
        name: "{{ item }}"
        enabled: true
        state: started
        daemon_reload: true
      loop: "{{ rackform_units }}"
      tags: [units]

    - name: Enable units that run at the next start
      ansible.builtin.systemd_service:
        name: "{{ item }}"
        enabled: true
        daemon_reload: true
      loop: "{{ rackform_boot_units }}"
      tags: [units]

    - name: Restart units that read what has changed
      ansible.builtin.systemd_service:
        name: "{{ item }}"
        state: restarted
      loop: >-
        {{ (rackform_written.results + rackform_secrets_written.results)
        | selectattr('changed') | map(attribute='item.restarts') | flatten | unique | intersect(rackform_units) }}
      tags: [units]
`;

/** Changes drivers: machines are freed of jobs, restarted and looked at, a few at a time. */
export const driversPlaybook = `---
# Written by rackform. Changes the GPU driver where it is not the one of the definition: frees the machine of jobs,
# installs, restarts, looks at it, and gives it back. Run site.yaml before.
#   ansible-playbook --inventory inventory.yaml drivers.yaml
# rackform_batch: how many machines at a time, one by default.
- name: Change GPU drivers
  hosts: rackform
  become: true
  gather_facts: false
  serial: "{{ rackform_batch | default(1) }}"
  max_fail_percentage: 0
  vars:
    rackform_reason: driver
  tasks:
    - name: See whether the driver would change
      ansible.builtin.apt:
        name: "{{ rackform_driver_packages }}"
        state: present
        allow_downgrade: true
        allow_change_held_packages: true
      check_mode: true
      register: rackform_driver
      when: rackform_driver_packages | length > 0

    - name: Change the driver
      when:
        - rackform_driver_packages | length > 0
        - rackform_driver is changed
      block:
${drain(8)}
        - name: Install the driver
          ansible.builtin.apt:
            name: "{{ rackform_driver_packages }}"
            state: present
            allow_downgrade: true
            allow_change_held_packages: true

        - name: Enable what comes with it
          ansible.builtin.systemd_service:
            name: "{{ item }}"
            enabled: true
            daemon_reload: true
          loop: "{{ rackform_driver_units }}"

        - name: Restart the machine
          ansible.builtin.reboot:
            reboot_timeout: 1800

        - name: Look at it
          ansible.builtin.command:
            argv: [/usr/local/lib/rackform/check]
          changed_when: false

${resume(8)}`;

/** Brings home what machines found of themselves, for `rackform verify`. */
export const collectPlaybook = `---
# Written by rackform. Has machines look at themselves, and brings home what they found:
#   ansible-playbook --inventory inventory.yaml collect.yaml && rackform verify --collect collected
- name: Collect what machines are
  hosts: rackform
  become: true
  gather_facts: false
  tasks:
    - name: Look
      ansible.builtin.command:
        argv: [/usr/local/lib/rackform/check, --json, /var/lib/rackform/check.json]
      changed_when: false
      # What is wrong is told by rackform verify, of all machines at once.
      failed_when: false

    - name: Bring home
      ansible.builtin.fetch:
        src: /var/lib/rackform/check.json
        dest: "{{ playbook_dir }}/collected/{{ inventory_hostname }}.json"
        flat: true
`;
