import GraphQL
import Marquee
import Testing

/// What a client's screens cost in the served schema.
@Suite struct CostTests {
    private static let card = """
        fragment TitleCard on Title {
          id kind slug title year poster { url(size: MEDIUM) } ratings { average count }
        }
        """

    private static let home =
        card + """
             query Home {
              trending(kind: MOVIE, window: WEEK, first: 12) { computedAt edges { rank node { ...TitleCard } } }
              popular(first: 12) { nodes { ...TitleCard } }
              upcoming(days: 30, first: 6) { nodes { ...TitleCard releaseDate } }
              airingToday(first: 6) { nodes { id seasonNumber number title show { id title } } }
              movies(first: 12) { nodes { ...TitleCard } }
              shows(first: 12) { nodes { ...TitleCard } }
              titles(first: 20) { totalCount nodes { ...TitleCard releaseDate } }
            }
            """

    private static let titlePage =
        card + """
             query TitlePage($by: TitleBy!) {
              title(by: $by) {
                ...TitleCard originalTitle tagline overview status runtime
                genres { slug name }
                keywords(first: 10) { name }
                backdrop { url(size: ORIGINAL) }
                externalIds { imdb tmdb }
                cast(first: 12) {
                  edges { node { character person { id name portrait { url(size: SMALL) } } } }
                  pageInfo { hasNextPage endCursor }
                }
                crew(departments: [DIRECTING, WRITING], first: 10) { nodes { job person { id name } } }
                ratings { average weightedAverage count histogram { stars count } }
                ... on Movie { directors { id name } }
                ... on Show {
                  creators { id name } networks { name } seasonCount episodeCount
                  nextEpisodeToAir { seasonNumber number airDate title }
                  seasons { id number title episodeCount airDate poster { url(size: SMALL) } }
                }
              }
            }
            """

    private static let seasonPage = """
        query SeasonPage($show: ID!, $number: Int!) {
          show(id: $show) {
            id title
            season(number: $number) {
              id title overview airDate ratings { average count }
              episodes(first: 100) {
                nodes {
                  id number title overview(spoilers: AUTO) airDate runtime milestone
                  still(spoilers: AUTO) { url(size: SMALL) }
                  ratings { average }
                }
              }
            }
          }
        }
        """

    private static let personPage =
        card + """
             query PersonPage($id: ID!, $after: String) {
              person(id: $id) {
                name biography birthDate deathDate birthPlace portrait { url(size: LARGE) } knownForDepartment
                knownFor(first: 8) { ...TitleCard }
                credits(departments: [ACTING], first: 50, after: $after) {
                  nodes { character episodeCount title { id kind title year } }
                  pageInfo { hasNextPage endCursor }
                }
              }
            }
            """

    @Test(arguments: [
        (home, "{}"), (titlePage, #"{"by": {"movieSlug": "alien"}}"#), (seasonPage, #"{"show": "S_1", "number": 1}"#),
        (personPage, #"{"id": "P_1"}"#), (Schema.introspectionQuery, "{}"),
    ])
    func `every screen costs less than half of what is allowed`(document: String, variables: String) throws {
        let limit = try #require(MarqueeSchema.limits.cost)
        #expect(try cost(document, variables) < limit / 2)
    }

    @Test func `a season's page costs a point for each object it may show`() throws {
        // Show, season, its ratings and the connection; of each episode itself, its still and its ratings.
        #expect(try cost(Self.seasonPage, #"{"show": "S_1", "number": 1}"#) == 4 + 100 * 3)
    }

    @Test func `a hundred casts of a hundred are too many`() throws {
        let document = "{ movies(first: 100) { nodes { cast(first: 100) { nodes { person { name } } } } } }"
        let refusal = #expect(throws: RequestErrors.self) { try cost(document, "{}") }
        #expect(refusal?.errors.first?.exceededLimit == .cost)
    }

    private func cost(_ document: String, _ variables: String) throws -> Int {
        let engine = try MarqueeSchema.engine(publicURL: "https://marquee.example")
        let values = try JSONReader.value(of: Array(variables.utf8).span)
        return try engine.cost(of: engine.prepare(Source(document)), variables: values)
    }
}
