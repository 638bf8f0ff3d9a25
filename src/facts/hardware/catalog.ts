import { inferenceServers } from './inference.js';
import type { ProfileFacts } from './profile.js';
import { trainingServers } from './training.js';

/**
 * Hardware profiles that come with the kit, by name. Every figure has its source; what is not known is not there,
 * and a server of which too much is not known is a template (`hardwareTemplates`).
 */
export const hardwareCatalog: Readonly<Record<string, ProfileFacts>> = {
  ...inferenceServers,
  ...trainingServers,
};
