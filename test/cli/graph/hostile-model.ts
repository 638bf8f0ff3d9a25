import type { SiteModel } from '../../../src/model/types.js';
import { soundModel } from '../../support/inventory-fixture.js';

/** Acts in HTML, SVG, Markdown, Mermaid, DOT and on terminals, where it is not made inert. */
export const hostile =
  '1. "]<script>alert(1)</script>\\"\\n}; --> A[x] %% ;`**b** #35; &lt; {x|y} </text> $$a$$ \u202e\u2028\u001b[31m';

const renamed: readonly string[] = ['gpu-1', 'in-band', 'red', 'r01', 'train-a', 'storage'];

/** A model with hostile names for machines, networks, tenants, racks, clusters and fabrics. */
export function hostileModel(): SiteModel {
  const text = renamed.reduce(
    (json, name) => json.replaceAll(JSON.stringify(name), () => JSON.stringify(`${name} ${hostile}`)),
    JSON.stringify(soundModel()),
  );
  return JSON.parse(text) as SiteModel;
}
