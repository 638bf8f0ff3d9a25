/** Versions of `canonical/maas` that the kit's output is written for. */
export const MAAS_PROVIDER = {
  source: 'canonical/maas',
  target: '2.8',
  minimum: '2.7.2',
  /** Written into `required_providers`. */
  constraint: '>= 2.7.2, < 3.0.0',
} as const;
