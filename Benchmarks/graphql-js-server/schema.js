// The part of Marquee's schema that the workloads ask for. Rows are sources: their columns are named as fields.
"use strict";
const { buildSchema } = require("graphql");

const schema = buildSchema(`
  scalar Date
  type Query {
    movie(id: ID!): Movie
    show(id: ID!): Show
    movies(first: Int = 20): MovieConnection!
  }
  type MovieConnection { nodes: [Movie!]! }
  type Movie {
    id: ID!
    title: String!
    releaseDate: Date
    genres: [Genre!]!
    directors: [Person!]!
    cast(first: Int = 20): CreditConnection!
    ratings: RatingSummary!
  }
  type Genre { name: String! }
  type Person { id: ID! name: String! }
  type CreditConnection { nodes: [Credit!]! }
  type Credit { character: String person: Person! }
  type RatingSummary { average: Float }
  type Show { id: ID! title: String! seasons: [Season!]! }
  type Season { id: ID! number: Int! title: String! episodes(first: Int = 20): EpisodeConnection! }
  type EpisodeConnection { nodes: [Episode!]! }
  type Episode { id: ID! title: String! overview: String airDate: Date }
`);

function resolve(type, resolvers) {
  const fields = schema.getType(type).getFields();
  for (const [name, resolver] of Object.entries(resolvers)) fields[name].resolve = resolver;
}

function globalID(letter) {
  return (row) => `${letter}_${row.id}`;
}

async function titleOfKind(id, letter, kind, loaders) {
  if (!id.startsWith(`${letter}_`)) throw new Error(`expected the ID of a ${kind}, got "${id}"`);
  const title = await loaders.title.load(Number(id.slice(2)));
  return title?.kind === kind ? title : null;
}

resolve("Movie", {
  id: globalID("M"),
  genres: (movie, _, loaders) => loaders.genres.load(movie.id),
  directors: (movie, _, loaders) => loaders.directors.load(movie.id),
  cast: async (movie, { first }, loaders) => ({ nodes: await loaders.cast(first).load(movie.id) }),
  ratings: ({ rating_sum: sum, rating_count: count }) => ({ average: count > 0 ? sum / count / 2 : null }),
});
resolve("Person", { id: globalID("P") });
resolve("Credit", { person: (credit, _, loaders) => loaders.person.load(credit.person_id) });
resolve("Show", { id: globalID("S"), seasons: (show, _, loaders) => loaders.seasons.load(show.id) });
resolve("Season", {
  episodes: async (season, { first }, loaders) => ({ nodes: await loaders.episodes(first).load(season.id) }),
});
resolve("Episode", { id: globalID("E") });

exports.schema = schema;
exports.rootValue = {
  movie: ({ id }, loaders) => titleOfKind(id, "M", "movie", loaders),
  show: ({ id }, loaders) => titleOfKind(id, "S", "show", loaders),
  movies: async ({ first }, loaders) => ({ nodes: await loaders.popular(first) }),
};
