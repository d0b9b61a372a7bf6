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
  with q as materialized (
    select $1::text as folded, $2::tsquery as asked, $3::tsquery as completed, $4::tsquery as in_titles,
           $5::tsquery as in_people),
  ${shared("hits.sql").replace(/^--.*$/m, "").replace(/limit 20\)\s*$/, "limit $6)")} select thing, id from hits`;

/// The index of all names is asked for the rarest word and the next one, unless so many times as many names have that one, or
/// hardly any have the rarest.
const COMMONER = 64;
const HARDLY_ANY = 30;

async function search(text, first, loaders) {
  const question = read(await query("search reading", READING, [text]));
  const hits = await query("search hits", HITS, [...question, first]);
  return Promise.all(hits.map(({ thing, id }) => (thing === 0 ? loaders.title : loaders.person).load(id)));
}

/// The question folded, and its words as `tsquery`: as they are, completed, and the rarer ones among titles and people.
function read(rows) {
  const question = rows.find(({ place }) => place === 0);
  const words = rows.filter(({ place }) => place > 0).sort((a, b) => a.place - b.place).map((row) => [row]);
  const last = words.at(-1);
  for (const row of rows) if (row.place < 0 && row.word !== last[0].word) last.push(row);
  return [question.word, all(words.map(([word]) => [word])), all(words), rarer(words, "titles"), rarer(words, "people")];
}

function all(words) {
  const quoted = (word) => `'${word.replace(/['\\]/g, "$&$&")}'`;
  return words.map((choices) => `(${choices.map(({ word }) => quoted(word)).join(" | ")})`).join(" & ");
}

function rarer(words, kind) {
  const count = (choices) => choices.reduce((sum, choice) => sum + choice[kind], 0);
  const [rarest, next] = [...words].sort((a, b) => count(a) - count(b));
  const asksNext = next && count(rarest) > HARDLY_ANY && count(next) <= COMMONER * count(rarest);
  return all(asksNext ? [rarest, next] : [rarest]);
}

exports.search = search;
