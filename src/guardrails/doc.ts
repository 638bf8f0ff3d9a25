import { guardrails } from './all.js';
import type { Guardrail } from './types.js';

const TIERS = {
  inventory: ['The site', 'Checked on a site alone, before anything is allocated.'],
  allocation: [
    'The allocation',
    'Reported while machines, addresses and numbers are given out, and by the lock.',
  ],
  model: ['The model', 'Checked on a site with all its clusters, once everything is decided.'],
  project: ['All sites', 'Checked on all sites of a project together; with `--site` they are left out.'],
} as const;

/** The reference of all rules as Markdown: one heading a rule, so that each has an address of its own. */
export function rulesMarkdown(): string {
  const lines = [
    '# Rules',
    '',
    'Each rule has an id that never changes. An *error* stops `rackform check` and synthesis, a *warning* does not.',
    'Where a rule may be acknowledged, an entry under `acknowledge` of the site or the cluster accepts it with a reason:',
    '',
    '```yaml',
    'acknowledge:',
    '  - rule: power/feed-loss',
    '    subject: r01',
    '    reason: Both feeds are needed until the third is installed.',
    '```',
    '',
    'Without `subject` it holds for every finding of the rule. A fact that is not sure warns and never refuses.',
    '',
    ...tableOf(guardrails),
  ];
  for (const [tier, [title, text]] of Object.entries(TIERS)) {
    lines.push(`## ${title}`, '', text, '');
    for (const rule of guardrails) if (rule.tier === tier) lines.push(...sectionOf(rule));
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

function tableOf(rules: readonly Guardrail[]): readonly string[] {
  const rows = rules.map(
    (rule) =>
      `| [\`${rule.id}\`](#${anchorOf(rule.id)}) | ${rule.severity} | ${rule.mayAcknowledge ? 'yes' : 'no'} | ${cell(rule.title)} |`,
  );
  return ['| Rule | Severity | May be acknowledged | What holds |', '| --- | --- | --- | --- |', ...rows, ''];
}

function sectionOf(rule: Guardrail): readonly string[] {
  return [
    `### ${rule.id}`,
    '',
    `**${sentence(rule.title)}** *${rule.severity}*, ${rule.mayAcknowledge ? 'may be acknowledged' : 'cannot be acknowledged'}.`,
    '',
    sentence(rule.rationale),
    '',
    `Source: ${rule.source}.`,
    '',
  ];
}

/** As GitHub makes anchors of headings. */
function anchorOf(id: string): string {
  return id.replaceAll('/', '');
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?"]$/.test(text) ? '' : '.'}`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
