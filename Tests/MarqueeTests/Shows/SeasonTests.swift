import Testing

@Suite struct SeasonTests {
    @Test func `a season answers its facts`() async throws {
        let id = try Catalogue.show("game-of-thrones")
        let document = """
            { show(id: "\(id)") { season(number: 7) { number title overview airDate episodeCount airedEpisodeCount show { slug }
                poster { kind } episodes(first: 2) { totalCount nodes { number title } } } } }
            """
        #expect(
            try await answer(document) == #"{"data":{"show":{"season":{"number":7,"title":"Season 7","#
                + #""overview":null,"airDate":"2017-07-16","episodeCount":7,"airedEpisodeCount":7,"#
                + #""show":{"slug":"game-of-thrones"},"poster":{"kind":"POSTER"},"episodes":{"totalCount":7,"nodes":["#
                + #"{"number":1,"title":"Dragonstone"},{"number":2,"title":"Stormborn"}]}}}}}"#)
    }

    @Test func `a season without a name is called by its number, one without a poster shows the show's`() async throws {
        let document = """
            { specials: season(id: "N_9001") { title poster { kind url } episodeCount } first: season(id: "N_9002") { title }
              second: season(id: "N_9003") { title overview poster { url } episodeCount airedEpisodeCount externalIds { wikidata } } }
            """
        #expect(
            try await answer(document) == #"{"data":{"specials":{"title":"Specials","poster":{"kind":"POSTER","#
                + #""url":"https://images.example/show.jpg"},"episodeCount":1},"first":{"title":"Season 1"},"#
                + #""second":{"title":"Two","overview":"The second.","#
                + #""poster":{"url":"https://images.example/two.jpg"},"episodeCount":3,"airedEpisodeCount":0,"#
                + #""externalIds":{"wikidata":"Q5"}}}}"#)
    }
}
