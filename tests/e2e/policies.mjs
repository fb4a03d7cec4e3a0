// The security policies of README.md, read out of it: what is served is what stands there.

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { DIST } from './browser.mjs';

const README = await readFile(new URL('../../README.md', import.meta.url), 'utf8');

/** The code blocks of its section, on one line each. */
const blocks = README.split('### What an embedding site must allow')[1].matchAll(/^```\n([^]*?)^```/gm);
const [deck, playground] = [...blocks].map(([, policy]) => policy.replaceAll(/\s+/g, ' ').trim());

/** The hashes of a page's inline scripts. */
function hashes(html) {
  const scripts = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([^]*?)<\/script>/g)].map(([, code]) => code);
  return scripts.map((code) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`);
}

/** The policy of a site with a deck, for a playground at this origin. */
export const ofDeck = (playground) => deck.replaceAll('https://example.org', playground);

/** The playground's own, for a deck at this origin. */
export async function ofPlayground(deck) {
  const found = hashes(await readFile(`${DIST}index.html`, 'utf8'));
  return playground.replace(/'sha256-…'( 'sha256-…')*/, found.join(' ')).replaceAll('https://slides.example', deck);
}
