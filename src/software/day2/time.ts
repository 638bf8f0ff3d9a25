import type { NodePart } from './node.js';

/** Time from the servers of the site, also where they change after a machine was deployed. */
export const time: NodePart = ({ model: { site } }) =>
  site.ntp.length === 0
    ? {}
    : {
        packages: ['chrony'],
        files: [
          {
            path: '/etc/chrony/sources.d/rackform.sources',
            mode: '0644',
            content: `# Written by rackform.\n${site.ntp.map((server) => `server ${server} iburst\n`).join('')}`,
            group: 'all',
            restarts: ['chrony.service'],
          },
        ],
        units: ['chrony.service'],
      };
