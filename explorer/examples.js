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

query MoviePage($id: ID!, $language: LanguageCode) {
  movie(id: $id) {
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
    directors {
      id
      name
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
    variables: { id: "M_115", language: "de" },
  },
  {
    query: `# A show's page: who made it, where it runs, and its seasons.

query ShowPage($id: ID!) {
  show(id: $id) {
    id
    title
    overview
    status
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
`,
    variables: { id: "S_386" },
  },
  {
    query: `# A season's page with its episodes.

query SeasonPage($show: ID!, $number: Int!) {
  show(id: $show) {
    title
    season(number: $number) {
      title
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
`,
    variables: { show: "S_386", number: 1 },
  },
  {
    query: `# A person's page: best known for, and all work by the newest title.

query PersonPage($id: ID!, $after: String) {
  person(id: $id) {
    name
    birthDate
    knownForDepartment
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
`,
    variables: { id: "P_815" },
  },
];
