/** What an expression refers to: `maas_machine.gpu-01.id` as its steps; an index step is left out. */
export interface Reference {
  readonly steps: readonly string[];
}

/** A string of Terraform JSON, read the way Terraform does. */
export interface Template {
  /** `literal`: no expression in it. `whole`: one expression and nothing else, of any type. `mixed`: a string. */
  readonly kind: 'literal' | 'whole' | 'mixed';
  readonly references: readonly Reference[];
  /** Why Terraform could not read it. */
  readonly fault?: string;
}

class Fault extends Error {}

/** Finds the references of a string of Terraform JSON. */
export function parseTemplate(text: string): Template {
  if (!/[$%]\{/.test(text)) return { kind: 'literal', references: [] };
  const reader = new Reader(text);
  try {
    const sequences = reader.template();
    const whole = sequences === 1 && text.startsWith('${') && reader.lastSequenceEnd === text.length;
    const kind = sequences === 0 ? 'literal' : whole && reader.firstSequenceAt === 0 ? 'whole' : 'mixed';
    return { kind, references: reader.references };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { kind: 'mixed', references: reader.references, fault: error.message };
  }
}

/** Reads a bare reference, as `depends_on` has it; undefined where it is none. */
export function parseReference(text: string): Reference | undefined {
  const reader = new Reader(text);
  try {
    reader.expression();
    const [only, ...more] = reader.references;
    return reader.atEnd() && more.length === 0 ? only : undefined;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return undefined;
  }
}

const IDENTIFIER = /[A-Za-z_][\w-]*/y;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const OPERATOR = /==|!=|<=|>=|&&|\|\||[+\-*/%<>]/y;
/** What ends plain text: a template, its escape and, inside quotes, an escaped character or the closing quote. */
const SPECIAL = /\$\$\{|%%\{|\$\{|%\{/g;
const QUOTED_SPECIAL = /\$\$\{|%%\{|\$\{|%\{|\\.|"/g;
const KEYWORDS = new Set(['true', 'false', 'null']);

/** Recursive descent over HCL's expression syntax; keeps only what is referred to. */
class Reader {
  readonly references: Reference[] = [];
  firstSequenceAt = -1;
  lastSequenceEnd = -1;
  private at = 0;
  /** Names bound by the `for` expressions around the current place. */
  private readonly bound: string[] = [];
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  atEnd(): boolean {
    this.space();
    return this.at === this.text.length;
  }

  /** Literal text with `${...}` in it, up to the end or, inside an expression, to the closing quote. Counts them. */
  template(quoted = false): number {
    let sequences = 0;
    const special = quoted ? QUOTED_SPECIAL : SPECIAL;
    for (;;) {
      special.lastIndex = this.at;
      const found = special.exec(this.text);
      if (found === null) break;
      this.at = found.index;
      if (found[0] === '"') return sequences;
      this.at += found[0].length;
      if (found[0] === '%{') {
        throw new Fault('"%{" starts a directive of Terraform; text that means it literally writes "%%{"');
      }
      if (found[0] !== '${') continue;
      if (this.firstSequenceAt === -1) this.firstSequenceAt = found.index;
      this.expression();
      this.expect('}');
      this.lastSequenceEnd = this.at;
      sequences += 1;
    }
    this.at = this.text.length;
    if (quoted) throw new Fault('a quoted string does not end');
    return sequences;
  }

  expression(): void {
    this.unary();
    while (this.match(OPERATOR) !== undefined) this.unary();
    if (this.take('?')) {
      this.expression();
      this.expect(':');
      this.expression();
    }
  }

  private unary(): void {
    while (this.take('!') || this.take('-'));
    this.space();
    const char = this.text[this.at];
    if (char === '"') {
      this.at += 1;
      this.template(true);
      this.expect('"');
    } else if (this.take('(')) {
      this.expression();
      this.expect(')');
    } else if (this.take('[')) this.collection(']');
    else if (this.take('{')) this.collection('}');
    else if (this.match(NUMBER) === undefined) {
      this.name();
      return;
    }
    this.postfix([]);
  }

  private name(): void {
    const name = this.match(IDENTIFIER);
    if (name === undefined)
      throw new Fault(`cannot read the expression at "${this.text.slice(this.at, this.at + 20)}"`);
    let call = name;
    while (this.take('::')) call += `::${this.match(IDENTIFIER) ?? ''}`;
    if (this.take('(')) {
      this.list(')');
      this.postfix([]);
    } else if (KEYWORDS.has(call) || this.bound.includes(call)) this.postfix([]);
    else {
      const reference = { steps: this.postfix([name]) };
      this.references.push(reference);
    }
  }

  /** Attribute and index steps after a value; returns the steps by name. */
  private postfix(steps: string[]): string[] {
    for (;;) {
      this.space();
      if (this.text.startsWith('...', this.at)) return steps;
      if (this.take('.')) {
        const step = this.match(IDENTIFIER) ?? this.match(NUMBER) ?? (this.take('*') ? '*' : undefined);
        if (step === undefined) throw new Fault('a "." is not followed by a name');
        if (/^[A-Za-z_]/.test(step)) steps.push(step);
      } else if (this.text[this.at] === '[') {
        this.at += 1;
        if (!this.take('*')) this.expression();
        this.expect(']');
      } else return steps;
    }
  }

  private list(close: string): void {
    while (!this.take(close)) {
      this.expression();
      this.take('...');
      if (!this.take(',')) {
        this.expect(close);
        return;
      }
    }
  }

  private collection(close: ']' | '}'): void {
    const start = this.at;
    if (this.match(IDENTIFIER) === 'for' && this.match(IDENTIFIER) !== undefined) {
      this.at = start;
      this.forExpression(close);
      return;
    }
    this.at = start;
    if (close === ']') {
      this.list(close);
      return;
    }
    while (!this.take('}')) {
      this.objectKey();
      if (!this.take('=')) this.expect(':');
      this.expression();
      this.take(',');
    }
  }

  private objectKey(): void {
    const start = this.at;
    // A bare name before `=` or `:` is the key itself and no reference.
    if (this.match(IDENTIFIER) !== undefined) {
      this.space();
      if (this.text[this.at] === '=' || this.text[this.at] === ':') return;
      this.at = start;
    }
    this.expression();
  }

  private forExpression(close: ']' | '}'): void {
    this.match(IDENTIFIER);
    const names = [this.match(IDENTIFIER) ?? ''];
    if (this.take(',')) names.push(this.match(IDENTIFIER) ?? '');
    if (this.match(IDENTIFIER) !== 'in') throw new Fault('a "for" has no "in"');
    this.expression();
    this.expect(':');
    this.bound.push(...names);
    this.expression();
    if (this.take('=>')) this.expression();
    this.take('...');
    const condition = this.at;
    if (this.match(IDENTIFIER) === 'if') this.expression();
    else this.at = condition;
    this.bound.splice(-names.length);
    this.expect(close);
  }

  private space(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at += 1;
  }

  private match(pattern: RegExp): string | undefined {
    this.space();
    // `=>` after a value and `}` of a template are no operators, and OPERATOR does not hold them.
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private take(token: string): boolean {
    this.space();
    if (!this.text.startsWith(token, this.at)) return false;
    this.at += token.length;
    return true;
  }

  private expect(token: string): void {
    if (!this.take(token)) {
      throw new Fault(`"${token}" is missing before "${this.text.slice(this.at, this.at + 20)}"`);
    }
  }
}
