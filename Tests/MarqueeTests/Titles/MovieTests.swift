import Testing

@Suite struct MovieTests {
    @Test func `a movie answers its facts`() async throws {
        let id = try Catalogue.movie("the-godfather")
        let document = """
            { movie(id: "\(id)") { kind slug title originalTitle originalLanguage tagline overview year releaseDate runtime status
                countries spokenLanguages poster { kind } backdrop { kind } isPrivate } }
            """
        #expect(
            try await answer(document) == #"{"data":{"movie":{"kind":"MOVIE","slug":"the-godfather","#
                + #""title":"The Godfather","originalTitle":"The Godfather","originalLanguage":"en","tagline":null,"#
                + #""overview":"After an attempt on his father's life, the one son who stayed out of the family "#
                + #"business is drawn into it and comes to lead it.","year":1972,"releaseDate":"1972-03-24","#
                + #""runtime":175,"status":"RELEASED","countries":["US"],"spokenLanguages":["en","it"],"#
                + #""poster":{"kind":"POSTER"},"backdrop":{"kind":"BACKDROP"},"isPrivate":false}}}"#)
    }

    @Test func `a movie answers what hangs on it, in the catalogue's order`() async throws {
        let id = try Catalogue.movie("the-godfather")
        let document = """
            { movie(id: "\(id)") { genres { slug name } keywords(first: 3) { name } directors { name } writers { name }
                cast(first: 2) { totalCount nodes { character billing person { name } } } crew(departments: [WRITING]) { nodes { job } } } }
            """
        #expect(
            try await answer(document) == #"{"data":{"movie":{"#
                + #""genres":[{"slug":"crime","name":"Crime"},{"slug":"drama","name":"Drama"}],"#
                + #""keywords":[{"name":"mafia"},{"name":"family"},{"name":"succession"}],"#
                + #""directors":[{"name":"Francis Ford Coppola"}],"#
                + #""writers":[{"name":"Mario Puzo"},{"name":"Francis Ford Coppola"}],"#
                + #""cast":{"totalCount":9,"nodes":[{"character":"Vito Corleone","billing":0,"#
                + #""person":{"name":"Marlon Brando"}},{"character":"Michael Corleone","billing":1,"#
                + #""person":{"name":"Al Pacino"}}]},"crew":{"nodes":[{"job":"Writer"},{"job":"Writer"}]}}}}"#)
    }

    @Test func `what a movie lacks is null or an empty list`() async throws {
        let document = """
            { movie(id: "M_9004") { originalTitle originalLanguage tagline overview year releaseDate runtime status countries
                spokenLanguages poster { kind } genres { name } keywords { name } directors { name } cast { totalCount nodes { id }
                pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } externalIds { imdb tmdb } } }
            """
        #expect(
            try await answer(document) == #"{"data":{"movie":{"originalTitle":null,"originalLanguage":null,"#
                + #""tagline":null,"overview":null,"year":null,"releaseDate":null,"runtime":null,"status":"UNKNOWN","#
                + #""countries":[],"spokenLanguages":[],"poster":{"kind":"POSTER"},"genres":[],"keywords":[],"directors":[],"#
                + #""cast":{"totalCount":0,"nodes":[],"pageInfo":{"hasNextPage":false,"hasPreviousPage":false,"#
                + #""startCursor":null,"endCursor":null}},"externalIds":{"imdb":null,"tmdb":null}}}}"#)
    }

    @Test func `quotes, backslashes, tabs and line ends are escaped, in texts and in lists of texts`() async throws {
        let document = #"{ movie(id: "M_9003") { title tagline countries status releaseDate year } }"#
        #expect(
            try await answer(document) == #"{"data":{"movie":{"title":"A \"quote\", a \\ and a\ttab: é☃","#
                + #""tagline":"Line one\nline two","countries":["GB","Two Words","a,b","q\"b\\s"],"#
                + #""status":"POST_PRODUCTION","releaseDate":"0988-03-01","year":988}}}"#)
    }

    @Test func `points in time are in UTC, with fractions of a second if there are any`() async throws {
        #expect(
            try await answer(#"{ movie(id: "M_9003") { createdAt updatedAt } }"#)
                == #"{"data":{"movie":{"createdAt":"2026-01-02T03:04:05.678901Z","updatedAt":"2026-01-02T03:04:05Z"}}}"#
        )
    }

    @Test func `external IDs are numbers where the other database counts`() async throws {
        let id = try Catalogue.movie("the-godfather")
        #expect(
            try await answer(#"{ movie(id: "\#(id)") { externalIds { imdb tmdb tvdb tvmaze trakt wikidata } } }"#)
                == #"{"data":{"movie":{"externalIds":{"imdb":"tt0068646","tmdb":238,"tvdb":null,"tvmaze":null,"#
                + #""trakt":null,"wikidata":"Q47703"}}}}"#)
    }

    @Test func `popularity and counters come from the statistics`() async throws {
        let id = try Catalogue.movie("the-godfather")
        let document = """
            { known: movie(id: "\(id)") { popularity { score libraryCount } }
              counted: movie(id: "M_9003") { popularity { score libraryCount watcherCount playCount } } }
            """
        #expect(
            try await answer(document) == #"{"data":{"known":{"popularity":{"score":97,"libraryCount":0}},"#
                + #""counted":{"popularity":{"score":0,"libraryCount":3,"watcherCount":2,"playCount":5}}}}"#)
    }

    @Test func `votes are kept in half stars and answered in stars`() async throws {
        let document = """
            { movie(id: "M_9003") { ratings { average weightedAverage count histogram { stars count } } } }
            """
        #expect(
            try await answer(document) == #"{"data":{"movie":{"ratings":{"average":3.75,"weightedAverage":3.625,"#
                + #""count":2,"histogram":[{"stars":0.5,"count":0},{"stars":1,"count":0},{"stars":1.5,"count":0},"#
                + #"{"stars":2,"count":0},{"stars":2.5,"count":0},{"stars":3,"count":1},{"stars":3.5,"count":0},"#
                + #"{"stars":4,"count":0},{"stars":4.5,"count":1},{"stars":5,"count":0}]}}}}"#)
    }

    @Test func `without votes there is no average`() async throws {
        #expect(
            try await answer(#"{ movie(id: "M_9004") { ratings { average weightedAverage count } } }"#)
                == #"{"data":{"movie":{"ratings":{"average":null,"weightedAverage":null,"count":0}}}}"#)
    }

    @Test func `a movie that does not exist, or is a show, is null`() async throws {
        let show = try Catalogue.show("game-of-thrones").dropFirst()
        #expect(
            try await answer(#"{ absent: movie(id: "M_8999") { id } show: movie(id: "M\#(show)") { id } }"#)
                == #"{"data":{"absent":null,"show":null}}"#)
    }
}
