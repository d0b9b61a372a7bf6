// Search as Marquee does it, with the same two statements and two more for what they find, for questions whose words are
// spelt right: this reads a question by the vocabulary, but mends nothing.
"use strict";
const fs = require("fs");
const path = require("path");
const { query } = require("./loaders");

function shared(name) {
  return fs.readFileSync(path.join(__dirname, "../workloads/Q5", name), "utf8");
}

const READING = `with q as (select $1::text as text), ${shared("reading.sql").replace(/^--.*$/m, "")}`;

const HITS = `
  with q as materialized (select $1::text as folded, $2::tsquery as asked, $3::tsquery as completed),
  ${shared("hits.sql").replace(/^--.*$/m, "").replace(/limit 20\)\s*$/, "limit $4)")} select thing, id from hits`;

const ITSELF = 0;
const COMPLETION = 1;

async function search(text, first, loaders) {
  const rows = await query("search reading", READING, [text]);
  const { folded, asked, completed } = read(rows);
  const hits = await query("search hits", HITS, [folded, asked, completed, first]);
  return Promise.all(hits.map(({ thing, id }) => (thing === 0 ? loaders.title : loaders.person).load(id)));
}

/// The question folded, and its words as `tsquery`: as they are, and completed.
function read([question, ...rows]) {
  const words = [];
  for (const { relation, word } of rows) {
    if (relation === ITSELF) words.push([word]);
    else if (relation === COMPLETION && word !== words.at(-1)[0]) words.at(-1).push(word);
  }
  const quoted = words.map((choices) => choices.map((word) => `'${word.replace(/['\\]/g, "$&$&")}'`));
  return {
    folded: question.word,
    asked: quoted.map(([word]) => word).join(" & "),
    completed: quoted.map((choices) => `(${choices.join(" | ")})`).join(" & "),
  };
}

exports.search = search;
