/** Provision states that a node leaves by itself. In the words of Ironic 39. */
export const IRONIC_PASSING_STATES = [
  'verifying',
  'inspecting',
  'inspect wait',
  'cleaning',
  'clean wait',
  'deploying',
  'wait call-back',
  'deleting',
  'adopting',
  'rescuing',
  'rescue wait',
  'unrescuing',
  'servicing',
  'service wait',
] as const;

/** Provision states in which a step waits for somebody to go on. */
export const IRONIC_HOLD_STATES = ['clean hold', 'deploy hold', 'service hold'] as const;
