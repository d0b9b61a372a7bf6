// What the server reads: prepared statements, batched by keys. They read the columns that the workloads ask for.
"use strict";
const { Pool, types } = require("pg");
const { BatchLoader } = require("./batch");

const BIGINT = 20;
const BIGINTS = 1016;
const DATE = 1082;
types.setTypeParser(BIGINT, Number);
types.setTypeParser(BIGINTS, (text) => (text === "{}" ? [] : text.slice(1, -1).split(",").map(Number)));
types.setTypeParser(DATE, (text) => text);

const pool = new Pool({ max: 8 });

function query(name, text, values) {
  return pool.query({ name, text, values }).then((result) => result.rows);
}

/// One row for each key: `text` gives it in the column `key`.
function one(name, text) {
  return new BatchLoader(async (keys) => new Map((await query(name, text, [keys])).map((row) => [row.key, row])));
}

/// Rows for each key, in the statement's order.
function many(name, text, ...parameters) {
  const fetch = async (keys) => {
    const lists = new Map();
    for (const row of await query(name, text, [keys, ...parameters])) {
      const list = lists.get(row.key);
      if (list) list.push(row);
      else lists.set(row.key, [row]);
    }
    return lists;
  };
  return new BatchLoader(fetch, () => []);
}

const TITLE = `
  select t.id as key, t.id, t.kind, t.title, t.release_date as "releaseDate", t.genre_ids from titles t
   where t.id = any ($1::bigint[])`;

const POPULAR = `
  select t.id, t.kind, t.title, t.genre_ids, s.rating_sum, s.rating_count
    from title_stats s join titles t on t.id = s.title_id
   where s.kind = $1 and not t.adult order by s.popularity desc, s.title_id desc limit $2`;

const POPULAR_OF_GENRE = `
  select t.id, t.kind, t.title, t.genre_ids, s.rating_sum, s.rating_count
    from genre_popularity g join title_stats s using (title_id) join titles t on t.id = g.title_id
   where g.genre_id = (select id from genres where slug = $3) and g.kind = $1 and not t.adult
   order by g.popularity desc, g.title_id desc limit $2`;

const GENRE = "select id as key, name from genres where id = any ($1::bigint[])";

const DIRECTORS = `
  select title_id as key, min(person_name) as name from credits
   where title_id = any ($1::bigint[]) and episode_id is null and department = 'directing' and job = 'Director'
   group by title_id, person_id order by title_id, min(billing), min(id)`;

const CAST = `
  select k.key, c.character, c.person_id
    from unnest($1::bigint[]) k (key) cross join lateral (
      select character, person_id from credits
       where title_id = k.key and episode_id is null and department = 'acting' order by billing, id limit $2) c`;

const PERSON = "select id as key, id, 'person' as kind, name from people where id = any ($1::bigint[])";

const SEASONS = `
  select show_id as key, id, number, coalesce(title, 'Season ' || number) as title from seasons
   where show_id = any ($1::bigint[]) order by show_id, number`;

const EPISODES = `
  select k.key, e.id, coalesce(e.title, 'Episode ' || e.number) as title, e.overview, e.air_date as "airDate"
    from unnest($1::bigint[]) k (key) cross join lateral (
      select id, number, title, overview, air_date from episodes where season_id = k.key order by number, id limit $2) e`;

const REVIEWS_OF_TITLE = `
  select k.key, r.author_id, r.title_id, r.stars, r.body
    from unnest($1::bigint[]) k (key) cross join lateral (
      select author_id, title_id, stars, body from reviews
       where title_id = k.key order by created_at desc, id desc limit $2) r`;

const USER = "select id as key, id, username, privacy from users where id = any ($1::bigint[])";

const REVIEWS_OF_AUTHOR = `
  select k.key, r.author_id, r.title_id, r.stars
    from unnest($1::bigint[]) k (key) cross join lateral (
      select author_id, title_id, stars from reviews
       where author_id = k.key order by created_at desc, id desc limit $2) r`;

/// Those of one request.
class Loaders {
  constructor() {
    this.title = one("title", TITLE);
    this.genre = one("genre", GENRE);
    this.directors = many("directors", DIRECTORS);
    this.person = one("person", PERSON);
    this.user = one("user", USER);
    this.seasons = many("seasons", SEASONS);
    this.byCount = new Map();
  }

  popular(kind, genre, first) {
    if (genre === undefined) return query("popular", POPULAR, [kind, first]);
    return query("popular of genre", POPULAR_OF_GENRE, [kind, first, genre]);
  }

  cast(first) {
    return this.limited("cast", CAST, first);
  }

  episodes(first) {
    return this.limited("episodes", EPISODES, first);
  }

  reviewsOfTitle(first) {
    return this.limited("reviews of title", REVIEWS_OF_TITLE, first);
  }

  reviewsOfAuthor(first) {
    return this.limited("reviews of author", REVIEWS_OF_AUTHOR, first);
  }

  limited(name, text, first) {
    const key = `${name} ${first}`;
    if (!this.byCount.has(key)) this.byCount.set(key, many(name, text, first));
    return this.byCount.get(key);
  }
}

exports.Loaders = Loaders;
exports.query = query;
