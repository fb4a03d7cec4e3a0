// Writes what was measured into the documentation, between two marks:
//
//   <!-- measured NAME by COMMAND -->
//   Commit `0123abc`, 2026-11-28.
//
//   … a table …
//   <!-- end NAME -->
//
// The sentences around stay as they are. tests/docs/measured.rs holds the marks to this form.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const git = (...words) => execFileSync('git', ['-C', ROOT, ...words], { encoding: 'utf8' }).trim();

/** Which source it was, and when. */
function stamp() {
  // What was measured before is a change of the documentation, not of the source.
  const changed = git('status', '--porcelain', '--untracked-files=no', '--', '.', ':!docs') !== '';
  const commit = git('rev-parse', '--short=7', 'HEAD');
  return `Commit \`${commit}\`${changed ? ' with changes' : ''}, ${new Date().toISOString().slice(0, 10)}.`;
}

/** A table of Markdown; the first column is words, the others are numbers. */
export const table = (head, rows) =>
  [head, head.map((_, i) => (i === 0 ? '---' : '---:')), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** The text with other lines between the marks of this name. */
export function placed(text, name, lines) {
  const marks = new RegExp(`(<!-- measured ${name} by [^>]+ -->\\n)[^]*?(\\n<!-- end ${name} -->)`);
  if (!marks.test(text)) throw new Error(`there are no marks for ${name}`);
  return text.replace(marks, (_, begin, end) => begin + lines + end);
}

/** Writes a table into docs/FILE. */
export function record(file, name, lines) {
  const path = `${ROOT}docs/${file}`;
  writeFileSync(path, placed(readFileSync(path, 'utf8'), name, `${stamp()}\n\n${lines}`));
  console.log(`docs/${file}: ${name} written.`);
}
