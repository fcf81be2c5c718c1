import assert from "node:assert/strict";
import fc from "fast-check";
import { SeededRandom } from "../../lib/core/seeded_random.ts";
import {
  hajekMean,
  hajekProportion,
  horvitzThompsonMean,
  type SampledValue,
} from "../../lib/stats/weighted_mean.ts";
import { wilsonInterval } from "../../lib/stats/wilson.ts";
import { assertDigits } from "../support/assert_digits.ts";

const POPULATION: readonly SampledValue[] = [
  { value: 1, probability: 0.2 },
  { value: 0, probability: 0.5 },
  { value: 3, probability: 0.9 },
  { value: 2, probability: 1 },
  { value: -1, probability: 0.4 },
  { value: 5, probability: 0.7 },
  { value: 1, probability: 0.3 },
  { value: 4, probability: 0.6 },
];
const MEAN = 15 / 8;

Deno.test("over all samples that might be drawn, Horvitz and Thompson's mean and variance are right to 12 digits", () => {
  let [mean, square, variance] = [0, 0, 0];
  for (const { sample, probability } of allSamples(POPULATION)) {
    const estimate = horvitzThompsonMean(sample, POPULATION.length);
    mean += probability * estimate.mean;
    square += probability * estimate.mean ** 2;
    variance += probability * estimate.standardError ** 2;
  }
  assertDigits(mean, MEAN, 12);
  assertDigits(variance, square - mean ** 2, 11);
});

Deno.test("both agree with the formulas in numpy to 12 digits", () => {
  // python3 -c "
  // import numpy as np; from scipy.stats import norm
  // y, p, N = np.array([1, 3, 2, 5]), np.array([.2, .9, 1, .7]), 8
  // z = norm.ppf(.975)
  // m = (y/p).sum()/N; s = np.sqrt(((1-p)*(y/p)**2).sum())/N; print(m, s, m - z*s, m + z*s)
  // W = (1/p).sum(); m = (y/p).sum()/W; s = np.sqrt(((1-p)*((y-m)/p)**2).sum())/W; print(m, s, m - z*s, m + z*s)"
  const sample = [0, 2, 3, 5].flatMap((place) => POPULATION[place] ?? []);
  const reference = [
    [horvitzThompsonMean(sample, POPULATION.length), [
      2.1845238095238093,
      0.7543336624971851,
      0.706056998703134,
      3.662990620344485,
    ]],
    [hajekMean(sample), [2.0464684014869885, 0.6124584294422334, 0.8460719377522452, 3.246864865221732]],
  ] as const;
  for (const [result, [mean, standardError, low, high]] of reference) {
    assert.ok(result);
    assertDigits(result.mean, mean, 12);
    assertDigits(result.standardError, standardError, 12);
    assertDigits(result.low, low, 12);
    assertDigits(result.high, high, 12);
    assert.equal(result.n, 4);
  }
});

Deno.test("where everything was drawn the mean is known", () => {
  const whole = POPULATION.map(({ value }) => ({ value, probability: 1 }));
  const known = { mean: MEAN, low: MEAN, high: MEAN, standardError: 0, n: 8 };
  assert.deepEqual(horvitzThompsonMean(whole, 8), known);
  assert.deepEqual(hajekMean(whole), known);
  const answers = [1, 1, 0, 1].map((value) => ({ value, probability: 1 }));
  const share = { mean: 0.75, low: 0.75, high: 0.75, standardError: 0, n: 4 };
  assert.deepEqual(hajekProportion(answers), share);
  assert.deepEqual(hajekProportion([{ value: 1, probability: 1 }])?.low, 1);
});

Deno.test("where all were as likely, Hájek's is the plain mean, and stays within the values", () => {
  const values = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1 });
  const probability = fc.double({ min: 0.01, max: 1, noNaN: true });
  fc.assert(fc.property(values, probability, fc.infiniteStream(probability), (numbers, one, stream) => {
    const plain = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
    const equal = hajekMean(numbers.map((value) => ({ value, probability: one })));
    assert.ok(Math.abs((equal?.mean ?? NaN) - plain) < 1e-9);
    const unequal = hajekMean(numbers.map((value) => ({ value, probability: stream.next().value ?? 1 })));
    assert.ok((unequal?.mean ?? NaN) >= Math.min(...numbers) - 1e-9);
    assert.ok((unequal?.mean ?? NaN) <= Math.max(...numbers) + 1e-9);
  }));
});

Deno.test("a share of a small part drawn evenly has Wilson's interval", () => {
  const sample = Array.from(
    { length: 200 },
    (_, place) => ({ value: Number(place < 150), probability: 1e-6 }),
  );
  const result = hajekProportion(sample);
  const { low, high } = wilsonInterval(150, 200);
  assertDigits(result?.low ?? NaN, low, 6);
  assertDigits(result?.high ?? NaN, high, 6);
  const allRight = hajekProportion(sample.map(({ probability }) => ({ value: 1, probability })));
  assertDigits(allRight?.low ?? NaN, wilsonInterval(200, 200).low, 6);
  assert.equal(allRight?.high, 1);
});

Deno.test("of no sample, or one that could not be drawn, there is no mean", () => {
  assert.equal(hajekMean([]), null);
  assert.equal(hajekProportion([]), null);
  for (const probability of [0, 1.5, NaN]) {
    assert.throws(() => hajekMean([{ value: 1, probability }]), RangeError);
    assert.throws(() => horvitzThompsonMean([{ value: 1, probability }], 3), RangeError);
  }
});

Deno.test("labelling where two versions differ leaves accuracy without bias, and nineteen intervals in twenty hold it", () => {
  const random = new SeededRandom(11);
  const population = Array.from({ length: 3_000 }, () => {
    const isDoubtful = random.chance(0.15);
    return { value: Number(random.chance(isDoubtful ? 0.5 : 0.97)), probability: isDoubtful ? 0.5 : 0.05 };
  });
  const truth = population.reduce((sum, { value }) => sum + value, 0) / population.length;
  const runs = 1_000;
  let [held, sum, plain] = [0, 0, 0];
  for (let run = 0; run < runs; run++) {
    const sample = population.filter(({ probability }) => random.chance(probability));
    const result = hajekProportion(sample);
    assert.ok(result);
    sum += result.mean;
    plain += sample.reduce((total, { value }) => total + value, 0) / sample.length;
    if (result.low <= truth && truth <= result.high) held++;
  }
  assert.ok(Math.abs(sum / runs - truth) < 0.002, `${sum / runs} for ${truth}`);
  // What was labelled, taken as it is, is far off.
  assert.ok(plain / runs < truth - 0.1);
  // 0.95 less 3 standard errors of 1,000 runs is 0.929.
  assert.ok(held / runs >= 0.929 && held / runs <= 0.98, `${held / runs}`);
});

function* allSamples(population: readonly SampledValue[]) {
  for (let chosen = 0; chosen < 2 ** population.length; chosen++) {
    const sample: SampledValue[] = [];
    let probability = 1;
    population.forEach((item, place) => {
      const isDrawn = (chosen >> place) % 2 === 1;
      if (isDrawn) sample.push(item);
      probability *= isDrawn ? item.probability : 1 - item.probability;
    });
    if (probability > 0) yield { sample, probability };
  }
}
