import type { Faults } from '../faults.js';
import { apiRefusal, type Refusal } from '../refusal.js';
import type { Kill } from './kill.js';
import type { FaultPicker } from './picker.js';
import type { FaultKind } from './schema.js';

/** What the API, or the proxy before it, answers in place of doing something. */
const refusals: readonly (readonly [kind: FaultKind, refusal: () => Refusal])[] = [
  ['api-unavailable', () => apiRefusal(503, 'No server is available to handle this request.')],
  [
    'api-conflict',
    () => apiRefusal(409, 'Conflict error. Try your request again, as it will most likely succeed.'),
  ],
  ['update-fails', () => apiRefusal(500, 'Internal Server Error')],
];

/** Faults of requests to the API, by a scenario. */
export function apiFaults(picker: FaultPicker, kill: Kill): Faults {
  const killed = (moment: 'before' | 'after', point: Parameters<Faults['before']>[0], now: number): void => {
    const applies = (fault: { readonly kind: FaultKind; readonly moment?: unknown }) =>
      (fault.moment ?? 'after') === moment;
    for (const { process: victim } of picker.pick('killed', { ...point, now, applies })) kill(victim);
  };
  return {
    before: (point, now) => {
      killed('before', point, now);
      for (const [kind, refusal] of refusals) {
        if (picker.pick(kind, { ...point, now }).length > 0) throw refusal();
      }
    },
    after: (point, now) => {
      killed('after', point, now);
      // The proxy of MAAS gives up after 60 s; the work goes on.
      if (picker.pick('api-timeout', { ...point, now }).length > 0) {
        throw apiRefusal(504, "The server didn't respond in time.");
      }
    },
  };
}
