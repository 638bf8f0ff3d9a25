/**
 * `npm run bench`: from a definition to cdktf.out, by rackform and by a plain CDKTF program that writes the same.
 *
 * `npm run bench -- --machines 1000,10000 --runs 3 [--no-parts] [--json]`. Runs alternate, each in a process of its
 * own; medians count. Exit 1 where a ratio is over its gate or the output differs, 2 for wrong options.
 */
if (process.argv[2] === 'child') {
  const { runChild } = await import('./child.js');
  runChild(JSON.parse(process.argv[3] ?? 'null'));
} else {
  const { runBench } = await import('./parent.js');
  process.exitCode = runBench(process.argv.slice(2));
}
