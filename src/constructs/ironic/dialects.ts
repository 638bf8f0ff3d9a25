import type { IronicDialect } from '../../facts/providers/ironic-dialects.js';
import { metal3Community } from './metal3-community.js';
import { openshiftMetal3 } from './openshift-metal3.js';
import { rackform } from './rackform.js';
import type { IronicDialectConstructs } from './specs.js';

/** The dialects that have constructs. */
export const dialectConstructs: Readonly<Record<IronicDialect, IronicDialectConstructs>> = {
  'openshift-metal3': openshiftMetal3,
  'metal3-community': metal3Community,
  rackform,
};
