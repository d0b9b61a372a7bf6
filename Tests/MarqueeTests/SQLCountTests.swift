import Testing

@Suite struct SQLCountTests {
    /// How many statements a document costs, whatever number of objects it reads: `$first` is tried with 1 and 50.
    private static let costs: [(document: String, statements: Int)] = [
        ("query ($first: Int) { movies(first: $first) { nodes { id title ratings { average } } } }", 1),
        (
            """
            query ($first: Int) { movies(first: $first) { totalCount nodes { title genres { name } directors { name }
              cast(first: 3) { nodes { character person { name } } } } } }
            """, 5
        ),
        (
            """
            query ($first: Int) { shows(first: $first) { nodes { title seasons { number
              episodes(first: $first) { totalCount nodes { title next { title } } } } } } }
            """, 5
        ),
        (
            """
            query ($first: Int) { movies(first: $first) { nodes { cast(first: 1) { nodes { person { name
              credits(first: $first) { nodes { title { title genres { name } } } } } } } } } }
            """, 5
        ),
        (
            """
            query ($first: Int) { shows(first: $first) { nodes { nextEpisodeToAir { title } lastEpisodeAired { title }
              externalIds { imdb } keywords { name } creators { name knownFor { title } } } } }
            """, 7
        ),
        (
            """
            query ($first: Int) { titles(first: $first, filter: {yearFrom: 1950}, orderBy: {field: TITLE}) { totalCount nodes {
              genres { name } crew(last: 1) { nodes { person { name } } } } pageInfo { hasNextPage endCursor } } }
            """, 4
        ),
        (
            """
            query ($first: Int) { genres { titles(first: $first) { totalCount nodes { cast(last: 2) { nodes { person { name } }
              pageInfo { hasPreviousPage } } } } } people(first: $first) { nodes { knownFor { title } } } }
            """, 6
        ),
        (
            """
            query ($first: Int) { search(query: "the", types: [MOVIE, SHOW], first: $first) { totalCount didYouMean
              facets { field values { value } } edges { score node { ... on Title { title genres { name } } } } } }
            """, 6
        ),
        ("query ($first: Int) { popular(first: $first) { computedAt edges { rank node { title } } } }", 3),
    ]

    @Test(arguments: costs)
    func `the number of statements does not depend on the breadth of an answer`(
        document: String, statements: Int
    ) async throws {
        try await CatalogueTestBed.run { bed in
            for first in [1, 50] {
                let before = bed.statementsSent
                let text = try await bed.answer(document, "{\"first\":\(first)}")
                let sent = bed.statementsSent.merging(before) { $0 - $1 }.filter { $0.value > 0 }
                #expect(!text.contains("errors"), "\(text.prefix(500))")
                #expect(sent.values.reduce(0, +) == statements, "first: \(first) sent \(sent)")
            }
        }
    }

    /// The screens of a client, as far as they need no viewer, and the statements they cost, level by level.
    private static let screens: [(name: String, document: String, variables: String, statements: [String: Int])] = [
        (
            "title page of a movie",
            titlePage, #"{"by":{"movieSlug":"the-godfather"}}"#,
            [
                "title_by_slug": 1, "genres_by_id": 1, "keywords_of_titles": 1, "external_ids_by_title_id": 1,
                "cast": 1,
                "crew": 1, "directors_named": 1, "people_by_id": 1,
            ]
        ),
        (
            "title page of a show",
            titlePage, #"{"by":{"showSlug":"sherlock"}}"#,
            [
                "title_by_slug": 1, "genres_by_id": 1, "keywords_of_titles": 1, "external_ids_by_title_id": 1,
                "cast": 1,
                "crew": 1, "creators_named": 1, "networks_of_titles": 1, "next_episode_to_air": 1,
                "seasons_of_shows": 1,
                "people_by_id": 1,
            ]
        ),
        (
            "season page",
            """
            query ($show: ID!, $number: Int!) { show(id: $show) { id title season(number: $number) { id title overview airDate
              ratings { average count } episodes(first: 100) { nodes { id number title overview(spoilers: AUTO) airDate runtime
                milestone still(spoilers: AUTO) { url(size: SMALL) } ratings { average } } } } } }
            """, #"{"show":"SHOW","number":1}"#, ["titles_by_id": 1, "season_by_number": 1, "episodes_of_seasons": 1]
        ),
        (
            "person page",
            """
            query ($id: ID!, $after: String) { person(id: $id) { name biography birthDate deathDate birthPlace
              portrait { url(size: LARGE) } knownForDepartment
              knownFor(first: 8) { id kind slug title year poster { url(size: MEDIUM) } ratings { average count } }
              credits(departments: [ACTING], first: 50, after: $after) { nodes { character episodeCount
                title { id kind title year } } pageInfo { hasNextPage endCursor } } } }
            """, #"{"id":"PERSON"}"#,
            ["people_by_id": 1, "titles_known_for": 1, "credits_of_people": 1, "titles_by_id": 1]
        ),
        (
            "search page",
            """
            query ($text: String!) { search(query: $text, types: [MOVIE, SHOW, PERSON, EPISODE], first: 20) {
              totalCount didYouMean facets(fields: [TYPE, GENRE, DECADE, LANGUAGE]) { field values { value label count } }
              edges { score node { __typename
                ... on Title { id kind slug title year poster { url(size: MEDIUM) } ratings { average count } }
                ... on Person { id name knownForDepartment portrait { url(size: SMALL) } }
                ... on Episode { id title seasonNumber number show { id title } } } }
              pageInfo { hasNextPage endCursor } } }
            """, #"{"text":"knight"}"#,
            [
                "search_reading": 1, "search_by_relevance": 1, "search_by_relevance_count": 1, "search_facets": 1,
                "titles_by_id": 2, "people_by_id": 1, "episodes_by_id": 1,
            ]
        ),
        (
            "home",
            """
            query { trending(kind: MOVIE, window: WEEK, first: 12) { computedAt edges { rank node { id title } } }
              popular(first: 12) { nodes { id kind slug title year poster { url(size: MEDIUM) } ratings { average count } } }
              upcoming(days: 30, first: 6) { nodes { id title releaseDate } }
              airingToday(first: 6) { nodes { id seasonNumber number title show { id title } } } }
            """, "{}",
            [
                "chart_trending_of_kind": 1, "chart_computed_at": 1, "chart_popular": 1, "titles_by_id": 1,
                "upcoming": 1,
                "airing_today": 1,
            ]
        ),
        (
            "endless wall",
            """
            query ($after: String) { titles(first: 50, after: $after, filter: {genres: {anyOf: ["drama"]}, yearFrom: 1970}) {
              nodes { id kind slug title year poster { url(size: MEDIUM) } ratings { average count } }
              pageInfo { hasNextPage endCursor } } }
            """, "{}", ["titles_by_popularity": 1]
        ),
    ]

    private static let titlePage = """
        query ($by: TitleBy!) { title(by: $by) { id kind slug title year poster { url(size: MEDIUM) }
          originalTitle tagline overview status runtime genres { slug name } keywords(first: 10) { name }
          backdrop { url(size: ORIGINAL) } externalIds { imdb tmdb }
          cast(first: 12) { edges { node { character person { id name portrait { url(size: SMALL) } } } }
            pageInfo { hasNextPage endCursor } }
          crew(departments: [DIRECTING, WRITING], first: 10) { nodes { job person { id name } } }
          ratings { average weightedAverage count histogram { stars count } }
          ... on Movie { directors { id name } }
          ... on Show { creators { id name } networks { name } seasonCount episodeCount
            nextEpisodeToAir { seasonNumber number airDate title }
            seasons { id number title episodeCount airDate poster { url(size: SMALL) } } } } }
        """

    @Test(arguments: screens)
    func `each screen of a client costs a statement a list and level`(
        name: String, document: String, variables: String, statements: [String: Int]
    ) async throws {
        let ids = ["SHOW": try Catalogue.show("sherlock"), "PERSON": try Catalogue.person("al-pacino")]
        let values = ids.reduce(variables) { text, id in
            text.split(separator: id.key, omittingEmptySubsequences: false).joined(separator: id.value)
        }
        let (text, sent) = try await CatalogueTestBed.run { bed in
            let before = bed.statementsSent
            let text = try await bed.answer(document, values)
            return (text, bed.statementsSent.merging(before) { $0 - $1 }.filter { $0.value > 0 })
        }
        #expect(!text.contains("errors"), "\(text.prefix(500))")
        #expect(!text.hasSuffix(":null}}"), "\(text)")
        #expect(sent == statements)
    }
}
