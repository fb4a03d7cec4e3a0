// Our seeded streams (src/rng.rs) once more, for the bench: whoever is held against our engine draws the same
// batches. xoshiro256++ seeded by SplitMix64 (Blackman and Vigna 2019), normal numbers by the ziggurat
// (Doornik 2005), as the crates rand_xoshiro and rand_distr do it. tests/e2e/peers.test.mjs holds them against
// what Rust drew.

const MASK = (1n << 64n) - 1n;
const word = (x) => x & MASK;
const turned = (x, by) => word((x << by) | (x >> (64n - by)));

/** The finaliser of SplitMix64 (Steele, Lea, Flood 2014). */
function mix(key) {
  key = word(key + 0x9e3779b97f4a7c15n);
  key = word((key ^ (key >> 30n)) * 0xbf58476d1ce4e5b9n);
  key = word((key ^ (key >> 27n)) * 0x94d049bb133111ebn);
  return key ^ (key >> 31n);
}

/** What a stream is drawn for, with the number it has in Rust. */
export const PURPOSE = { real: 2n, criticLatent: 3n, generatorLatent: 4n, interpolate: 6n };

// Edges of the ziggurat's 256 layers of equal area under exp(−x²/2).
const [LAYERS, END, AREA] = [256, 3.654152885361008796, 0.00492867323399];
const density = (x) => Math.exp((-x * x) / 2);
const EDGES = [AREA / density(END), END];
while (EDGES.length < LAYERS) {
  const last = EDGES.at(-1);
  EDGES.push(Math.sqrt(-2 * Math.log(AREA / last + density(last))));
}
EDGES.push(0);

export class Stream {
  #state;

  /** Stream `index` for this purpose under this seed. */
  constructor(seed, purpose, index) {
    const key = mix(mix(mix(BigInt(seed)) ^ purpose) ^ BigInt(index));
    // SplitMix64 steps by the same constant that `mix` adds.
    this.#state = [0n, 1n, 2n, 3n].map((i) => mix(key + i * 0x9e3779b97f4a7c15n));
  }

  #next() {
    const [a, b, c, d] = this.#state;
    const found = word(turned(word(a + d), 23n) + a);
    const [e, f] = [c ^ a, d ^ b];
    this.#state = [a ^ f, b ^ e, e ^ word(b << 17n), turned(f, 45n)];
    return found;
  }

  /** In [0, 1), 53 bits. */
  #fine() {
    return Number(this.#next() >> 11n) * 2 ** -53;
  }

  /** In (0, 1). */
  #open() {
    return (Number(this.#next() >> 12n) + 0.5) * 2 ** -52;
  }

  /** In [0, 1), 24 bits. */
  uniform() {
    return Number(this.#next() >> 40n) * 2 ** -24;
  }

  /** In 0..n, for n a power of two: others are drawn again now and then. */
  below(n) {
    return Number(((this.#next() >> 32n) * BigInt(n)) >> 32n);
  }

  normal() {
    for (;;) {
      const bits = this.#next();
      const layer = Number(bits & 0xffn);
      const u = Number(bits >> 12n) * 2 ** -51 - 1;
      const x = u * EDGES[layer];
      if (Math.abs(x) < EDGES[layer + 1]) return x;
      if (layer === 0) return this.#tail(u);
      const [low, high] = [density(EDGES[layer]), density(EDGES[layer + 1])];
      if (high + (low - high) * this.#fine() < density(x)) return x;
    }
  }

  #tail(u) {
    let [x, y] = [1, 0];
    while (-2 * y < x * x) [x, y] = [Math.log(this.#open()) / END, Math.log(this.#open())];
    return u < 0 ? x - END : END - x;
  }

  normals(count) {
    return Float32Array.from({ length: count }, () => this.normal());
  }

  uniforms(count) {
    return Float32Array.from({ length: count }, () => this.uniform());
  }
}

/** Real samples of a critic update: eight Gaussians on the unit circle (src/data/ring.rs), x and y of each. */
export function ring(seed, update, count) {
  const stream = new Stream(seed, PURPOSE.real, update);
  const point = () => {
    const angle = (2 * Math.PI * stream.below(8)) / 8;
    return [Math.cos(angle) + 0.05 * stream.normal(), Math.sin(angle) + 0.05 * stream.normal()];
  };
  return Float32Array.from(Array.from({ length: count }, point).flat());
}
