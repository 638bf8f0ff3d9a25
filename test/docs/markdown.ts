import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../support/project-root.js';

/** A fenced block of a page. */
export interface Block {
  /** Word after the fence. */
  readonly language: string;
  readonly text: string;
  /** Line of the opening fence. */
  readonly line: number;
  /** What HTML comments right before the block say of it. */
  readonly notes: readonly string[];
}

/** A page of the documentation. */
export interface Page {
  /** From the project folder, with `/`. */
  readonly path: string;
  readonly text: string;
}

function markdownIn(folder: string): readonly string[] {
  return readdirSync(join(projectRoot, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(projectRoot.length)
        .replace(/^[\\/]+/, ''),
    )
    .filter((path) => !/(?:^|\/)(?:node_modules|cdktf\.out)\//.test(path))
    .sort();
}

/** Every page that people read, README first. */
export function allPages(): readonly Page[] {
  return ['README.md', 'CHANGELOG.md', ...markdownIn('docs'), ...markdownIn('examples')].map((path) => ({
    path,
    text: readFileSync(join(projectRoot, path), 'utf8'),
  }));
}

/** The blocks of a page in their order. @throws {Error} for a fence that is never closed */
export function blocksOf({ path, text }: Page): readonly Block[] {
  const blocks: Block[] = [];
  let open: {
    readonly language: string;
    readonly line: number;
    readonly notes: string[];
    body: string[];
  } | null = null;
  let notes: string[] = [];
  text.split('\n').forEach((line, index) => {
    if (open !== null) {
      if (line === '```') {
        const { body, ...rest } = open;
        blocks.push({ ...rest, text: body.join('\n') });
        open = null;
      } else open.body.push(line);
      return;
    }
    const note = /^<!-- (.+) -->$/.exec(line)?.[1];
    const fence = /^```(\w*)$/.exec(line)?.[1];
    if (fence !== undefined) {
      open = { language: fence, line: index + 1, notes, body: [] };
      notes = [];
    } else if (note !== undefined) notes.push(note);
    else if (line.trim() !== '') notes = [];
  });
  if (open !== null) throw new Error(`${path}: a block is never closed`);
  return blocks;
}

/** What follows a word in the notes of a block: `not run: REASON`, `file: PATH`, `exits: CODE`. */
export function noteOf(block: Block, word: string): string | undefined {
  return block.notes.find((note) => note.startsWith(`${word}: `))?.slice(word.length + 2);
}

/** The text outside of code blocks and code spans, line by line. */
export function proseOf({ text }: Page): readonly string[] {
  let isCode = false;
  return text.split('\n').map((line) => {
    if (/^```/.test(line)) {
      isCode = !isCode;
      return '';
    }
    return isCode ? '' : line.replace(/`[^`]*`/g, (span) => span.replace(/[^`]/g, 'x'));
  });
}
