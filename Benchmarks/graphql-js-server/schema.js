// The part of Marquee's schema that the workloads ask for. Rows are sources: their columns are named as fields.
"use strict";
const { buildSchema } = require("graphql");
const { search } = require("./search");

const schema = buildSchema(`
  scalar Date
  enum TitleKind { MOVIE SHOW }
  enum ReviewOrderField { CREATED_AT }
  input ReviewOrder { field: ReviewOrderField! }
  type Query {
    movie(id: ID!): Movie
    show(id: ID!): Show
    popular(kind: TitleKind!, genre: String, first: Int = 20): ChartConnection!
    search(query: String!, first: Int = 20): SearchConnection!
  }
  interface Title {
    id: ID!
    title: String!
    releaseDate: Date
    genres: [Genre!]!
    cast(first: Int = 20): CreditConnection!
    ratings: RatingSummary!
  }
  interface Reviewable { id: ID! }
  union SearchResult = Movie | Show | Person
  type ChartConnection { nodes: [Title!]! }
  type SearchConnection { nodes: [SearchResult!]! }
  type Movie implements Title & Reviewable {
    id: ID!
    title: String!
    releaseDate: Date
    genres: [Genre!]!
    directors: [Person!]!
    cast(first: Int = 20): CreditConnection!
    ratings: RatingSummary!
    reviews(first: Int = 20, orderBy: ReviewOrder!): ReviewConnection!
  }
  type Show implements Title & Reviewable {
    id: ID!
    title: String!
    releaseDate: Date
    genres: [Genre!]!
    cast(first: Int = 20): CreditConnection!
    ratings: RatingSummary!
    seasons: [Season!]!
  }
  type Genre { name: String! }
  type Person { id: ID! name: String! }
  type CreditConnection { nodes: [Credit!]! }
  type Credit { character: String person: Person! }
  type RatingSummary { average: Float }
  type Season { id: ID! number: Int! title: String! episodes(first: Int = 20): EpisodeConnection! }
  type EpisodeConnection { nodes: [Episode!]! }
  type Episode { id: ID! title: String! overview: String airDate: Date }
  type ReviewConnection { nodes: [Review!]! }
  type Review { stars: Float body: String author: User subject: Reviewable! }
  type User { username: String! reviews(first: Int = 20): ReviewConnection }
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

const typeNames = { movie: "Movie", show: "Show", person: "Person" };
for (const name of ["Title", "Reviewable", "SearchResult"]) {
  schema.getType(name).resolveType = ({ kind }) => typeNames[kind];
}

const title = {
  genres: (title, _, loaders) => title.genre_ids.map((id) => loaders.genre.load(id)),
  cast: async (title, { first }, loaders) => ({ nodes: await loaders.cast(first).load(title.id) }),
  ratings: ({ rating_sum: sum, rating_count: count }) => ({ average: count > 0 ? sum / count / 2 : null }),
};
resolve("Movie", {
  ...title,
  id: globalID("M"),
  directors: (movie, _, loaders) => loaders.directors.load(movie.id),
  reviews: async (movie, { first }, loaders) => ({ nodes: await loaders.reviewsOfTitle(first).load(movie.id) }),
});
resolve("Show", { ...title, id: globalID("S"), seasons: (show, _, loaders) => loaders.seasons.load(show.id) });
resolve("Person", { id: globalID("P") });
resolve("Credit", { person: (credit, _, loaders) => loaders.person.load(credit.person_id) });
resolve("Season", {
  episodes: async (season, { first }, loaders) => ({ nodes: await loaders.episodes(first).load(season.id) }),
});
resolve("Episode", { id: globalID("E") });
resolve("Review", {
  stars: ({ stars }) => stars && stars / 2,
  author: (review, _, loaders) => review.author_id && loaders.user.load(review.author_id),
  subject: (review, _, loaders) => loaders.title.load(review.title_id),
});
resolve("User", {
  reviews: async (user, { first }, loaders) =>
    user.privacy === "public" ? { nodes: await loaders.reviewsOfAuthor(first).load(user.id) } : null,
});

exports.schema = schema;
exports.rootValue = {
  movie: ({ id }, loaders) => titleOfKind(id, "M", "movie", loaders),
  show: ({ id }, loaders) => titleOfKind(id, "S", "show", loaders),
  popular: async ({ kind, genre, first }, loaders) => ({ nodes: await loaders.popular(kind.toLowerCase(), genre, first) }),
  search: async ({ query, first }, loaders) => ({ nodes: await search(query, first, loaders) }),
};
