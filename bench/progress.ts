/** One line on stderr that is written over, on a terminal only; the empty text takes it away. */
export function progress(what: string): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(`\r\u001b[K${what === '' ? '' : `${what}...`}`);
}
