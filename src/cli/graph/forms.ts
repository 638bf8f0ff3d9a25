/** What `rackform graph` draws. */
export const graphSubjects = ['rack', 'network', 'tenant'] as const;
export type GraphSubject = (typeof graphSubjects)[number];

export const graphFormats = ['svg', 'mermaid', 'dot'] as const;
export type GraphFormat = (typeof graphFormats)[number];
