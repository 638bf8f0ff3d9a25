import { namedChanges } from './support/named-changes.js';
import { reviewsChanges } from './support/reviewed-changes.js';

for (const { example, changes } of namedChanges) reviewsChanges(example, changes);
