import Testing

@Suite struct EpisodeTests {
    @Test func `an episode answers its facts`() async throws {
        let id = try Catalogue.show("game-of-thrones")
        let document = """
            { show(id: "\(id)") { episode(season: 1, number: 1) { seasonNumber number absoluteNumber isSpecial title overview airDate
                airsAt hasAired runtime milestone still { kind } show { title } season { number } } } }
            """
        #expect(
            try await answer(document) == #"{"data":{"show":{"episode":{"seasonNumber":1,"number":1,"#
                + #""absoluteNumber":1,"isSpecial":false,"title":"Winter is Coming","#
                + #""overview":"A king rides north to ask an old friend to serve him, and a boy climbs a tower and sees too much.","#
                + #""airDate":"2011-04-17","airsAt":"2011-04-18T01:00:00Z","hasAired":true,"runtime":60,"#
                + #""milestone":"SERIES_PREMIERE","still":{"kind":"STILL"},"show":{"title":"Game of Thrones"},"#
                + #""season":{"number":1}}}}}"#)
    }

    @Test func `next and previous cross seasons and end at the show's ends`() async throws {
        let id = try Catalogue.show("game-of-thrones")
        let document = """
            { show(id: "\(id)") {
                last: episode(season: 1, number: 10) { previous { title } next { seasonNumber number title previous { title } } }
                begin: episode(season: 1, number: 1) { previous { id } next { title } }
                end: episode(season: 8, number: 6) { previous { number } next { id } } } }
            """
        #expect(
            try await answer(document) == #"{"data":{"show":{"last":{"previous":{"title":"Baelor"},"#
                + #""next":{"seasonNumber":2,"number":1,"title":"The North Remembers","#
                + #""previous":{"title":"Fire and Blood"}}},"#
                + #""begin":{"previous":null,"next":{"title":"The Kingsroad"}},"#
                + #""end":{"previous":{"number":5},"next":null}}}}"#)
    }

    @Test func `specials have no neighbours among regular episodes`() async throws {
        let (office, sherlock) = (try Catalogue.show("the-office-2001"), try Catalogue.show("sherlock"))
        let document = """
            { office: show(id: "\(office)") { episode(season: 0, number: 1) { isSpecial previous { id } next { seasonNumber number next { id } } } }
              sherlock: show(id: "\(sherlock)") { episode(season: 1, number: 1) { isSpecial previous { id } } } }
            """
        #expect(
            try await answer(document) == #"{"data":{"office":{"episode":{"isSpecial":true,"previous":null,"#
                + #""next":{"seasonNumber":0,"number":2,"next":null}}},"#
                + #""sherlock":{"episode":{"isSpecial":false,"previous":null}}}}"#)
    }

    @Test func `an episode without a name is called by its number, one without a day has not aired`() async throws {
        let document = """
            { unnamed: episode(id: "E_9002") { title absoluteNumber airsAt milestone runtime hasAired }
              coming: episode(id: "E_9004") { hasAired } undated: episode(id: "E_9006") { hasAired airDate } }
            """
        #expect(
            try await answer(document) == #"{"data":{"unnamed":{"title":"Episode 1","absoluteNumber":null,"#
                + #""airsAt":null,"milestone":null,"runtime":null,"hasAired":true},"coming":{"hasAired":false},"#
                + #""undated":{"hasAired":false,"airDate":null}}}"#)
    }

    @Test func `what may spoil is hidden on demand`() async throws {
        let document = """
            { episode(id: "E_9002") { overview auto: overview(spoilers: AUTO) hidden: overview(spoilers: HIDE)
                still { kind url } hiddenStill: still(spoilers: HIDE) { url } } }
            """
        #expect(
            try await answer(document) == #"{"data":{"episode":{"overview":"Who did it.","auto":"Who did it.","#
                + #""hidden":null,"still":{"kind":"STILL","url":"https://images.example/medium/still.jpg"},"#
                + #""hiddenStill":null}}}"#)
    }

    @Test func `guests, crew, votes and other databases are the episode's own`() async throws {
        let document = """
            { episode(id: "E_9002") { guestStars { totalCount nodes { character episode { id } title { slug } } }
                crew { nodes { job department billing } } directing: crew(departments: [DIRECTING]) { totalCount nodes { job } }
                ratings { average count } externalIds { tvdb imdb } } show(id: "S_9005") { cast { totalCount } crew { totalCount } } }
            """
        #expect(
            try await answer(document) == #"{"data":{"episode":{"guestStars":{"totalCount":1,"nodes":[{"#
                + #""character":"Passer-by","episode":{"id":"E_9002"},"title":{"slug":"little-show"}}]},"#
                + #""crew":{"nodes":[{"job":"Director","department":"DIRECTING","billing":1},"#
                + #"{"job":"Gaffer","department":"CAMERA","billing":null}]},"#
                + #""directing":{"totalCount":1,"nodes":[{"job":"Director"}]},"#
                + #""ratings":{"average":5,"count":2},"externalIds":{"tvdb":77,"imdb":null}},"#
                + #""show":{"cast":{"totalCount":0},"crew":{"totalCount":0}}}}"#)
    }
}
