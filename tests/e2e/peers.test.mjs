// What the bench hands to peers is what our engine draws. Needs no browser.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { PURPOSE, ring, Stream } from '../bench/streams.mjs';

/** What Rust drew under this seed for the cases of tests/parity.rs. */
const SEED = 7;
const cases = JSON.parse(readFileSync(new URL('../golden/step_inputs.json', import.meta.url), 'utf8'));
const { dragan } = cases;

function assertClose(found, expected, what) {
  assert.equal(found.length, expected.length, what);
  const apart = Math.max(...expected.map((value, i) => Math.abs(value - found[i])));
  assert.ok(apart < 1e-6, `${what}: ${apart}`);
}

test('seeded streams give the numbers of src/rng.rs', () => {
  assertClose(new Stream(SEED, PURPOSE.generatorLatent, 0).normals(dragan.generator_latent.length), dragan.generator_latent, 'latents');
  dragan.critic_latent.forEach((latents, update) => {
    assertClose(new Stream(SEED, PURPOSE.criticLatent, update).normals(latents.length), latents, `latents of update ${update}`);
  });
  dragan.interpolate.forEach(({ uniforms, normals }, update) => {
    assertClose(new Stream(SEED, PURPOSE.interpolate, update).uniforms(uniforms.length), uniforms, `shares of update ${update}`);
    assertClose(new Stream(SEED, PURPOSE.interpolate, update).normals(normals.length), normals, `the same stream's normal numbers`);
  });
  dragan.real.forEach((points, update) => assertClose(ring(SEED, update, points.length / 2), points, `the ring in update ${update}`));
});
