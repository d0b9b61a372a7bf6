// The operations the explorer opens with, a tab each: what the screens of a client ask for. All run on the sample
// catalogue as they stand; scripts/drive-explorer runs each.
"use strict";

const examples = [
  {
    query: `# Welcome to Marquee: Ctrl-Enter runs this.
# Left: tick fields to compose a query; the topmost icon is the documentation.
# The other tabs hold what the screens of a client ask for.

query Browse {
  movies(first: 6) {
    nodes {
      ...Card
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
  shows(first: 6) {
    nodes {
      ...Card
    }
  }
  genres {
    slug
    name
    titleCount
  }
}

fragment Card on Title {
  id
  title
  year
  poster {
    url(size: MEDIUM)
  }
  ratings {
    average
    count
  }
}
`,
  },
  {
    query: `# A list by conditions, a page at a time: ask again with the endCursor as $after.

query DramasOfTheNineties($after: String) {
  movies(
    first: 10
    after: $after
    filter: { genres: { anyOf: ["drama"] }, releasedFrom: "1990-01-01", releasedTo: "1999-12-31" }
    orderBy: { field: RELEASE_DATE, direction: ASC }
  ) {
    totalCount
    nodes {
      title
      releaseDate
      poster {
        url(size: SMALL)
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
`,
  },
  {
    query: `# A movie's page. \`title\` is in the language of the argument, else in those your browser asks for.

query MoviePage($slug: String!, $language: LanguageCode) {
  title(by: { movieSlug: $slug }) {
    id
    title(language: $language)
    originalTitle
    overview
    releaseDate
    runtime
    genres {
      name
    }
    keywords(first: 5) {
      name
    }
    crew(departments: [DIRECTING, WRITING], first: 10) {
      nodes {
        job
        person {
          id
          name
        }
      }
    }
    cast(first: 8) {
      nodes {
        character
        person {
          id
          name
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
    ratings {
      average
      count
      histogram {
        stars
        count
      }
    }
    externalIds {
      imdb
      tmdb
      wikidata
    }
  }
}
`,
    variables: { slug: "the-godfather", language: "de" },
  },
  {
    query: `# A show's page: who made it, where it runs, and its seasons.

query ShowPage($slug: String!) {
  title(by: { showSlug: $slug }) {
    id
    title
    overview
    status
    ... on Show {
      showType
      firstAirDate
      lastAirDate
      creators {
        name
      }
      networks {
        name
        country
      }
      seasonCount
      episodeCount
      seasons {
        id
        number
        title
        episodeCount
        airDate
      }
      nextEpisodeToAir {
        seasonNumber
        number
        airDate
        title
      }
    }
  }
}
`,
    variables: { slug: "breaking-bad" },
  },
  {
    query: `# A season's page with its episodes.

query SeasonPage($slug: String!, $number: Int!) {
  title(by: { showSlug: $slug }) {
    title
    ... on Show {
      season(number: $number) {
        id
        title
        overview
        airDate
        ratings {
          average
          count
        }
        episodes(first: 100) {
          nodes {
            id
            number
            title
            airDate
            runtime
            overview
          }
        }
      }
    }
  }
}
`,
    variables: { slug: "breaking-bad", number: 1 },
  },
  {
    query: `# A person's page: best known for, and all work by the newest title. Ask on with the endCursor as $after, and
# by the id: person(id: $id).

query PersonPage($name: String!, $after: String) {
  people(text: $name, first: 1) {
    nodes {
      id
      name
      biography
      birthDate
      knownForDepartment
      portrait {
        url(size: LARGE)
      }
      knownFor(first: 4) {
        id
        title
        year
      }
      credits(first: 20, after: $after) {
        nodes {
          department
          job
          character
          title {
            id
            kind
            title
            year
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
}
`,
    variables: { name: "Martin Scorsese" },
  },
  {
    query: `# A search page: hits of all kinds, how many there are of which, and what may have been meant.

query SearchPage($text: String!, $after: String) {
  search(query: $text, types: [MOVIE, SHOW, PERSON, EPISODE], first: 10, after: $after) {
    totalCount
    didYouMean
    facets(fields: [TYPE, GENRE, DECADE]) {
      field
      values {
        value
        label
        count
      }
    }
    edges {
      score
      node {
        __typename
        ... on Title {
          id
          title
          year
        }
        ... on Person {
          id
          name
        }
        ... on Episode {
          id
          title
          show {
            title
          }
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
`,
    variables: { text: "dark" },
  },
  {
    query: `# Home: what is popular for everybody, and below viewer what is yours. Sign in above; until then viewer is null.

query Home {
  popular(first: 6) {
    edges {
      rank
      node {
        id
        title
      }
    }
  }
  viewer {
    user {
      username
    }
    upNext(first: 5) {
      nodes {
        title {
          title
        }
        episode {
          seasonNumber
          number
          title
        }
        episodesLeft
      }
    }
    systemList(kind: WATCHLIST) {
      entryCount
    }
  }
}
`,
  },
];
