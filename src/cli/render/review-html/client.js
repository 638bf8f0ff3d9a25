// Filters the machines, and opens the evidence of each. Text comes into the page as text only.
const byId = (id) => document.getElementById(id);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const { rows, machines } = JSON.parse(byId('data').textContent);
const form = byId('filters');
const buttons = all('.m');
const tableRows = all('#as-table tbody tr');
const racks = all('.rack');
const chips = all('.chip');
const fields = all('#filters select, #filters input');
const given = (id) => byId(id)?.value ?? '';
const machineOf = (node) => machines[Number(node.dataset.i)];
const effectOf = ({ server }) => (server === null ? 'alone' : server.effect);

/* Which machines are shown. */

const changed = new Set(machines.filter(({ server }) => server !== null).map(({ at }) => at));

function wanted() {
  const effects = chips.filter((chip) => chip.getAttribute('aria-pressed') === 'true');
  return {
    effects: new Set(effects.map((chip) => chip.dataset.effect)),
    tenant: given('tenant'),
    rack: given('rack'),
    row: given('row'),
    name: given('name').trim().toLowerCase(),
  };
}

function inRack({ at, server }, rack) {
  if (rack === '') return true;
  if (rack === 'changed') return at === null ? server !== null : changed.has(at);
  return rack === 'none' ? at === null : at === Number(rack);
}

function isShown(machine, { effects, tenant, rack, row, name }) {
  return (
    (effects.size === 0 || effects.has(effectOf(machine))) &&
    (tenant === '' || machine.tenants.includes(Number(tenant))) &&
    (row === '' || machine.server?.row === Number(row)) &&
    (name === '' || `${machine.name}\n${machine.slot ?? ''}`.toLowerCase().includes(name)) &&
    inRack(machine, rack)
  );
}

function filter() {
  const want = wanted();
  const shown = machines.map((machine) => isShown(machine, want));
  const filled = new Set(machines.filter((_, index) => shown[index]).map(({ at }) => at));
  for (const button of buttons) button.inert = !shown[Number(button.dataset.i)];
  for (const row of tableRows) row.hidden = !shown[Number(row.dataset.i)];
  for (const rack of racks) rack.hidden = !filled.has(Number(rack.dataset.rack));
  for (const site of all('.site')) {
    site.hidden =
      site.id === 'unplaced' ? !filled.has(null) : all('.rack', site).every((rack) => rack.hidden);
  }
  for (const toolbar of all('[role=toolbar]')) offerOne(toolbar);
  const count = shown.filter(Boolean).length;
  const number = new Intl.NumberFormat('en');
  byId('count').textContent =
    count === 0
      ? 'No machine is like that.'
      : `${number.format(count)} of ${number.format(machines.length)} machines shown.`;
}

/* One machine of a rack takes part in the order of Tab; arrow keys go to the others. */

function offerOne(toolbar) {
  const own = all('.m', toolbar);
  const current = own.find((one) => one.tabIndex === 0 && !one.inert) ?? own.find((one) => !one.inert);
  for (const one of own) one.tabIndex = one === current ? 0 : -1;
}

const steps = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

function move(event) {
  const button = event.target.closest('.m');
  if (button === null || event.altKey || event.ctrlKey || event.metaKey) return;
  const own = all('.m', button.closest('[role=toolbar]')).filter((one) => !one.inert);
  const at = own.indexOf(button) + (steps[event.key] ?? 0);
  const to = event.key === 'Home' ? own[0] : event.key === 'End' ? own.at(-1) : own[at];
  if (!(event.key in steps) && event.key !== 'Home' && event.key !== 'End') return;
  event.preventDefault();
  if (to === undefined) return;
  button.tabIndex = -1;
  to.tabIndex = 0;
  to.focus();
}

/* The evidence. */

function el(name, attributes, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children.filter((child) => child !== null));
  return node;
}

const code = (text) => el('code', {}, text);
const change = ({ before, after }) =>
  before === after
    ? [code(before)]
    : [before === null ? 'none' : code(before), ' to ', after === null ? 'none' : code(after)];

function facts(pairs) {
  const list = el('dl', {});
  for (const [title, ...value] of pairs) list.append(el('dt', {}, title), el('dd', {}, ...value));
  return list;
}

function forcingList(forcing) {
  const items = forcing.map(({ attribute, before, after }) =>
    el(
      'li',
      {},
      code(attribute),
      ': ',
      before === null ? 'nothing' : el('del', {}, before),
      ' to ',
      after === null ? 'nothing' : el('ins', {}, after),
    ),
  );
  return items.length === 0 ? null : el('ul', { class: 'forcing' }, ...items);
}

function resource({ address, stack, action, effect, note, forcing }) {
  return el(
    'div',
    { class: 'resource' },
    el('p', {}, code(address)),
    el('p', {}, `${action}${effect === null ? '' : `: ${effect}`}, in stack `, code(stack)),
    note === '' ? null : el('p', {}, note),
    forcingList(forcing),
  );
}

function placeOf({ site, rack, unit, units }) {
  const top = unit + (units ?? 1) - 1;
  return [
    ...(site === null ? [] : [['Site', code(site)]]),
    ...(rack === null ? [] : [['Rack', code(rack)]]),
    ...(unit === null ? [] : [['Units', top > unit ? `${unit} to ${top}` : String(unit)]]),
  ];
}

function because({ effect, isAccident, erase, row: index }) {
  const { cause, why, place, note, forcing, servers } = rows[index];
  const others = servers.length - 1;
  return [
    el('h3', {}, 'Because'),
    facts([
      ['What it does', note],
      ['Cause', `${cause}: ${why}`],
      ...(place === null ? [] : [['Written at', code(`${place.file}:${place.line}:${place.column}`)]]),
      ...(erase === null ? [] : [['Erase', erase]]),
      ...(isAccident ? [['Accident', `no generation was raised, so nobody asked for this ${effect}`]] : []),
      ...(others === 0
        ? []
        : [['With it', `${others} more ${others === 1 ? 'machine' : 'machines'} of the same row`]]),
    ]),
    forcing.length === 0 ? null : el('h3', {}, 'Forced by'),
    forcingList(forcing),
  ];
}

function evidence(machine) {
  const { server, slot } = machine;
  if (server === null)
    return [
      facts([...placeOf(machine), ...(slot === null ? [] : [['Slot', code(slot)]])]),
      el('p', {}, 'Nothing is done to it.'),
    ];
  const { systemId, mac, tenant, resources } = server;
  const isMoved = tenant.before !== null || tenant.after !== null;
  const hasSlot = server.slot.before !== null || server.slot.after !== null;
  return [
    ...because(server),
    el('h3', {}, 'The machine'),
    facts([
      ...placeOf(machine),
      ...(hasSlot ? [['Slot', ...change(server.slot)]] : []),
      ...(isMoved ? [['Tenant', ...change(tenant)]] : []),
      ...(systemId === null ? [] : [['System id', code(systemId)]]),
      ...(mac === null ? [] : [['MAC', code(mac)]]),
    ]),
    el('h3', {}, `In Terraform (${resources.length})`),
    // What makes it what it is comes first.
    ...[true, false].flatMap((isWorst) =>
      resources.filter(({ effect }) => (effect === server.effect) === isWorst).map(resource),
    ),
  ];
}

const dialog = byId('evidence');

function open(node) {
  const machine = machineOf(node);
  const effect = effectOf(machine);
  const close = el('button', { type: 'button' }, 'Close');
  close.addEventListener('click', () => dialog.close());
  const title = el('h2', { id: 'evidence-title' }, code(machine.name));
  const badge = el(
    'p',
    {},
    el(
      'span',
      { class: `badge ${effect}` },
      el('b', { 'aria-hidden': 'true' }),
      effect === 'alone' ? 'left alone' : effect,
    ),
  );
  const top = el('div', { class: 'top' }, title, close);
  dialog.replaceChildren(
    el('div', { class: 'sheet' }, top, badge, ...evidence(machine).filter((part) => part !== null)),
  );
  dialog.showModal();
  dialog.scrollTop = 0;
}

function clear() {
  for (const chip of chips) chip.setAttribute('aria-pressed', 'false');
  for (const field of fields) field.value = '';
}

function showRow(index) {
  clear();
  byId('row').value = index;
  filter();
  byId('machines').scrollIntoView();
  byId('row').focus({ preventScroll: true });
}

function toggle(chip) {
  chip.setAttribute('aria-pressed', String(chip.getAttribute('aria-pressed') !== 'true'));
  filter();
}

function click({ target }) {
  const button = target.closest('button');
  if (target === dialog) dialog.close();
  if (button === null) return;
  if (button.matches('.m, .open')) open(button);
  else if (button.matches('.show')) showRow(button.dataset.row);
  else if (button.matches('.chip')) toggle(button);
  else if (button.id === 'all') {
    clear();
    filter();
  }
}

// Without machines there is nothing to filter.
if (form !== null) {
  document.addEventListener('click', click);
  document.addEventListener('keydown', move);
  form.addEventListener('input', filter);
  form.addEventListener('submit', (event) => event.preventDefault());
  for (const part of [form, byId('how'), ...all('.show')]) part.hidden = false;
  byId('no-script').hidden = true;
  if (changed.size === 0) clear();
  filter();
}
