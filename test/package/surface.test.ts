import { expect, test } from 'vitest';
import * as surface from '../../src/index.js';

test('the public surface is what was decided, and no more', () => {
  expect(Object.keys(surface).sort()).toMatchInlineSnapshot(`
    [
      "DefinitionError",
      "InternalError",
      "MaasKernelTag",
      "MaasMachine",
      "MaasServer",
      "addMaasProvider",
      "addRackform",
      "createApp",
      "dedicatedTraining",
      "defineCluster",
      "defineHardware",
      "defineProject",
      "defineSite",
      "findSlot",
      "guardrails",
      "hardwareCatalog",
      "loadProject",
      "parseLock",
      "printLock",
      "resolve",
      "runGuardrails",
      "sharedInference",
    ]
  `);
});
