/**
 * `npm run bench`: all benches. With the name of one, or with options of the first, only that one.
 *
 * `npm run bench -- [synth] --machines 1000,10000 --runs 3 [--no-parts] [--json]`: from a definition to cdktf.out, by
 * rackform and by a plain CDKTF program that writes the same. Runs alternate, each in a process of its own.
 *
 * `npm run bench -- lab --machines 2000 --applied 500 --runs 5 [--terraform PATH] [--json]`: real Terraform with a
 * provider that is served by a process of ours, and with `terraform_data` instead. Runs alternate.
 *
 * `npm run bench -- provider [--runs 15] [--json]`: the bundled provider for Ironic until its handshake with Terraform, and
 * Node alone instead.
 *
 * Medians count. Exit 1 where a ratio is over its gate or the output differs, 2 for wrong options.
 */
const [first, ...rest] = process.argv.slice(2);
const synth = async (args: readonly string[]) => (await import('./parent.js')).runBench(args);
const lab = async (args: readonly string[]) => (await import('./lab/parent.js')).runLabBench(args);
const provider = async (args: readonly string[]) => (await import('./provider.js')).runProviderBench(args);

if (first === 'child') {
  const { runChild } = await import('./child.js');
  runChild(JSON.parse(rest[0] ?? 'null'));
} else if (first === 'lab-child') {
  const { runLabChild } = await import('./lab/child.js');
  await runLabChild();
} else if (first === 'lab') process.exitCode = await lab(rest);
else if (first === 'provider') process.exitCode = await provider(rest);
else if (first === 'synth') process.exitCode = await synth(rest);
else if (first !== undefined) process.exitCode = await synth([first, ...rest]);
else process.exitCode = Math.max(await synth([]), await lab([]), await provider([]));
