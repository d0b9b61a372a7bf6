// The workloads of graphql-bench done by graphql-js (Debian's node-graphql): answers each line `WORKLOAD FILE SECONDS`
// as `graphql-bench serve` does.
"use strict";
const fs = require("fs");
const readline = require("readline");
const { buildSchema, execute, parse, validate } = require("graphql");

const show = makeShow();
const ready = new Map();

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const [name, file, seconds] = line.split(" ");
  const key = name + file;
  if (!ready.has(key)) ready.set(key, workloads[name](file));
  const workload = ready.get(key);
  console.log(Number(seconds) === 0 ? workload.answer() : time(workload.run, Number(seconds)));
});

const workloads = {
  parse(file) {
    const text = fs.readFileSync(file, "utf8");
    return { run: () => parse(text), answer: () => `${parse(text).definitions.length} definitions` };
  },
  validate(file) {
    const text = fs.readFileSync(file, "utf8");
    // Version 16 does not know every directive of the schema, such as @oneOf.
    const schema = buildSchema(fs.readFileSync("schema.graphql", "utf8"), { assumeValidSDL: true });
    const run = () => validate(schema, parse(text));
    return { run, answer: () => `${run().length} errors` };
  },
  seasons() {
    return execution(
      "{ show { title seasons { number title episodes { id number title airDate runtime hasAired } } } }");
  },
  rows() {
    return execution("{ rows { id number title } }");
  },
};

/// From memory to the bytes of a JSON answer; the document is parsed and validated once.
function execution(text) {
  const schema = buildSchema(`
    type Query { show: Show! rows: [Episode!]! }
    type Show { title: String! seasons: [Season!]! }
    type Season { number: Int! title: String! episodes: [Episode!]! }
    type Episode { id: ID! number: Int! title: String! airDate: String runtime: Int hasAired: Boolean! }`);
  const document = parse(text);
  const rootValue = { show, rows: show.rows };
  const run = () => Buffer.from(JSON.stringify(execute({ schema, document, rootValue })), "utf8");
  return { run, answer: () => run().toString() };
}

function makeShow() {
  const episode = (season, number) => ({
    id: `E_${season * 1000 + number}`,
    number,
    title: `Episode ${number} of "${season}", a café scene`,
    airDate: `2011-04-${10 + (number % 20)}`,
    runtime: number % 7 === 0 ? null : 40 + (number % 20),
    hasAired: true,
  });
  const list = (count, make) => Array.from({ length: count }, (_, index) => make(index + 1));
  return {
    title: "The Long Night",
    seasons: list(10, (number) => ({ number, title: `Season ${number}`, episodes: list(20, (n) => episode(number, n)) })),
    rows: list(1000, (number) => episode(1, number)),
  };
}

/// Repeats a workload for some seconds; the clock is read between batches of at least 50 microseconds.
function time(run, seconds) {
  const start = process.hrtime.bigint();
  const end = start + BigInt(Math.round(seconds * 1e9));
  let operations = 0;
  for (let batch = 1; ; ) {
    const batchStart = process.hrtime.bigint();
    for (let count = 0; count < batch; count++) run();
    operations += batch;
    const now = process.hrtime.bigint();
    if (now >= end) return `${operations} ${Number(now - start) / 1e9}`;
    if (now - batchStart < 50_000n) batch *= 2;
  }
}
