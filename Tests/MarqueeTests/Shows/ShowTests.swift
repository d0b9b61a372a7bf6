import Testing

@Suite struct ShowTests {
    @Test func `a show answers its facts`() async throws {
        let id = try Catalogue.show("game-of-thrones")
        let document = """
            { show(id: "\(id)") { kind title showType status year releaseDate firstAirDate lastAirDate seasonCount episodeCount
                airedEpisodeCount creators { name } networks { name country } externalIds { tvdb tvmaze } } }
            """
        #expect(
            try await answer(document) == #"{"data":{"show":{"kind":"SHOW","title":"Game of Thrones","#
                + #""showType":"SCRIPTED","status":"ENDED","year":2011,"releaseDate":"2011-04-17","#
                + #""firstAirDate":"2011-04-17","lastAirDate":"2019-05-19","seasonCount":8,"episodeCount":73,"#
                + #""airedEpisodeCount":73,"creators":[{"name":"David Benioff"},{"name":"D. B. Weiss"}],"#
                + #""networks":[{"name":"HBO","country":"US"}],"externalIds":{"tvdb":121361,"tvmaze":82}}}}"#)
    }

    @Test func `counts leave out specials and what has not aired`() async throws {
        #expect(
            try await answer(
                #"{ show(id: "S_9005") { seasonCount episodeCount airedEpisodeCount firstAirDate lastAirDate showType } }"#
            )
                == #"{"data":{"show":{"seasonCount":2,"episodeCount":5,"airedEpisodeCount":2,"firstAirDate":null,"lastAirDate":null,"showType":"OTHER"}}}"#
        )
    }

    @Test func `seasons are given in order, season 0 unless it is not wanted`() async throws {
        let document = """
            { show(id: "S_9005") { seasons { number } regular: seasons(includeSpecials: false) { number }
                season(number: 2) { title } absent: season(number: 7) { id } } }
            """
        #expect(
            try await answer(document) == #"{"data":{"show":{"seasons":[{"number":0},{"number":1},{"number":2}],"#
                + #""regular":[{"number":1},{"number":2}],"season":{"title":"Two"},"absent":null}}}"#)
    }

    @Test func `an episode is found by its numbers`() async throws {
        let id = try Catalogue.show("game-of-thrones")
        let document = """
            { show(id: "\(id)") { episode(season: 8, number: 6) { title runtime milestone } absent: episode(season: 8, number: 7) { id } } }
            """
        #expect(
            try await answer(document) == #"{"data":{"show":{"episode":{"title":"The Iron Throne","runtime":80,"#
                + #""milestone":"SERIES_FINALE"},"absent":null}}}"#)
    }

    @Test(arguments: [
        ("{}", "[9002,9003,9004,9005,9006]"),
        ("{includeSpecials: true}", "[9001,9002,9003,9004,9005,9006]"),
        ("{season: 0}", "[9001]"),
        ("{season: 2}", "[9004,9005,9006]"),
        ("{aired: true}", "[9002,9003]"),
        ("{aired: true, includeSpecials: true}", "[9001,9002,9003]"),
        ("{aired: false, season: 2}", "[9004,9005,9006]"),
        ("{season: 9}", "[]"),
    ])
    func `a filter chooses episodes, and the count follows it`(filter: String, keys: String) async throws {
        let text = try await answer(
            #"{ show(id: "S_9005") { episodes(filter: \#(filter)) { totalCount nodes { id } } } }"#)
        let nodes = keys.dropFirst().dropLast().split(separator: ",").map { #"{"id":"E_\#($0)"}"# }
        #expect(
            text
                == #"{"data":{"show":{"episodes":{"totalCount":\#(nodes.count),"nodes":[\#(nodes.joined(separator: ","))]}}}}"#
        )
    }

    @Test func `the next episode to air and the last that aired are told, specials apart`() async throws {
        let ended = try Catalogue.show("game-of-thrones")
        let document = """
            { running: show(id: "S_9005") { nextEpisodeToAir { id } lastEpisodeAired { id } }
              ended: show(id: "\(ended)") { nextEpisodeToAir { id } lastEpisodeAired { title } } }
            """
        #expect(
            try await answer(document) == #"{"data":{"running":{"nextEpisodeToAir":{"id":"E_9004"},"#
                + #""lastEpisodeAired":{"id":"E_9003"}},"ended":{"nextEpisodeToAir":null,"#
                + #""lastEpisodeAired":{"title":"The Iron Throne"}}}}"#)
    }
}
