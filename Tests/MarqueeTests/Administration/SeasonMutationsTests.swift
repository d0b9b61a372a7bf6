import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

/// Seasons and episodes, which are made and changed within their show.
@Suite struct SeasonMutationsTests {
    @Test func `a season is made with its episodes, and the show counts them`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("season.whole")
            let show = try await bed.makeShow(#"{"title":"Counted"}"#, as: admin)
            let payload = try await bed.mutate(
                "createSeason",
                """
                {"showId":"\(show)","season":{"number":1,"title":"One","airDate":"2020-01-01","externalIds":{"tvdb":9700001}},
                 "episodes":[{"number":1,"title":"Pilot","airDate":"2020-01-01","airsAt":"2020-01-01T20:15:00+01:00",
                              "runtime":50,"milestone":"SERIES_PREMIERE","externalIds":{"imdb":"tt9700001"},
                              "credits":[{"personName":"Guest","department":"ACTING","character":"G"}]},
                             {"number":2,"airDate":"2020-01-08"}]}
                """,
                """
                season { number title airDate episodeCount externalIds { tvdb } show { seasonCount episodeCount lastAirDate }
                         episodes { nodes { number title airsAt runtime milestone externalIds { imdb }
                                            guestStars { nodes { character person { name } } } } } }
                """, as: admin)
            #expect(
                payload["season"]?.text
                    == #"{"number":1,"title":"One","airDate":"2020-01-01","episodeCount":2,"externalIds":{"tvdb":9700001},"#
                    + #""show":{"seasonCount":1,"episodeCount":2,"lastAirDate":"2020-01-08"},"episodes":{"nodes":["#
                    + #"{"number":1,"title":"Pilot","airsAt":"2020-01-01T19:15:00Z","runtime":50,"#
                    + #""milestone":"SERIES_PREMIERE","externalIds":{"imdb":"tt9700001"},"#
                    + #""guestStars":{"nodes":[{"character":"G","person":{"name":"Guest"}}]}},"#
                    + #"{"number":2,"title":"Episode 2","airsAt":null,"runtime":null,"milestone":null,"#
                    + #""externalIds":{"imdb":null},"guestStars":{"nodes":[]}}]}}"#, "\(payload.text)")
        }
    }

    @Test func `a season that becomes the specials takes its episodes along`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("season.renumbered")
            let show = try await bed.makeShow(#"{"title":"Renumbered"}"#, as: admin)
            let season = try await bed.makeSeason(
                #"{"showId":"\#(show)","season":{"number":3},"episodes":[{"number":1}]}"#, as: admin)
            let payload = try await bed.mutate(
                "updateSeason", #"{"id":"\#(season)","season":{"number":0}}"#,
                "season { number episodes { nodes { seasonNumber isSpecial } } show { seasonCount episodeCount } }",
                as: admin)
            #expect(
                payload["season"]?.text
                    == #"{"number":0,"episodes":{"nodes":[{"seasonNumber":0,"isSpecial":true}]},"#
                    + #""show":{"seasonCount":0,"episodeCount":0}}"#)
        }
    }

    @Test func `numbers are taken once`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("season.numbers")
            let show = try await bed.makeShow(#"{"title":"Numbers"}"#, as: admin)
            let one = try await bed.makeSeason(
                #"{"showId":"\#(show)","season":{"number":1},"episodes":[{"number":1},{"number":2}]}"#, as: admin)
            let two = try await bed.makeSeason(#"{"showId":"\#(show)","season":{"number":2}}"#, as: admin)
            let episodes = try ownersTexts(
                "select 'E_' || id from episodes where season_id = $1 order by number", [.int(one.key)])
            for (mutation, input, path, existing) in [
                ("createSeason", #"{"showId":"\#(show)","season":{"number":1}}"#, "season.number", one),
                ("updateSeason", #"{"id":"\#(two)","season":{"number":1}}"#, "season.number", one),
                ("createEpisode", #"{"seasonId":"\#(one)","episode":{"number":2}}"#, "episode.number", episodes[1]),
                (
                    "updateEpisode", #"{"id":"\#(episodes[0])","episode":{"number":2}}"#, "episode.number",
                    episodes[1]
                ),
                (
                    "createSeason",
                    #"{"showId":"\#(show)","season":{"number":9},"episodes":[{"number":1},{"number":1}]}"#,
                    "episodes.1.number", nil
                ),
            ] as [(String, String, String, String?)] {
                let payload = try await bed.mutate(mutation, input, "__typename", as: admin)
                #expect(payload.userError == "CONFLICT input.\(path)", "\(payload.text)")
                #expect(payload["userErrors"]?.array?.first?["existing"]?["id"]?.string == existing)
            }
            #expect(try ownersTexts("select count(*) from seasons where show_id = $1", [.int(show.key)]) == ["2"])
        }
    }

    @Test func `a person who is new in several episodes of a call is made once`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("season.guests")
            let show = try await bed.makeShow(#"{"title":"Guests"}"#, as: admin)
            let guest = #"[{"personName":"Returning Guest","department":"ACTING"}]"#
            _ = try await bed.makeSeason(
                #"{"showId":"\#(show)","season":{"number":1},"#
                    + #""episodes":[{"number":1,"credits":\#(guest)},{"number":2,"credits":\#(guest)}]}"#, as: admin)
            #expect(
                try ownersTexts(
                    "select count(*) from credits c join people p on p.id = c.person_id where p.name = $1 group by p.id",
                    [.text("Returning Guest")]) == ["2"])
        }
    }

    @Test func `two episodes of a call have no key in common`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("season.keys")
            let show = try await bed.makeShow(#"{"title":"Keys"}"#, as: admin)
            let key = #""externalIds":{"tmdb":9700101}"#
            let payload = try await bed.mutate(
                "createSeason",
                #"{"showId":"\#(show)","season":{"number":1},"episodes":[{"number":1,\#(key)},{"number":2,\#(key)}]}"#,
                "season { id }", as: admin)
            #expect(payload.userError == "CONFLICT input.episodes.1.externalIds.tmdb")
            #expect(
                payload["userErrors"]?.array?.first?["message"]?.string == "Another episode further up has this key.")
            #expect(try ownersTexts("select count(*) from seasons where show_id = $1", [.int(show.key)]) == ["0"])
        }
    }

    @Test func `an episode whose hour is known has a day, and no other one`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("episode.hours")
            let show = try await bed.makeShow(#"{"title":"Hours"}"#, as: admin)
            let season = try await bed.makeSeason(#"{"showId":"\#(show)","season":{"number":1}}"#, as: admin)
            let made = try await bed.mutate(
                "createEpisode",
                #"{"seasonId":"\#(season)","episode":{"number":1,"airsAt":"2020-05-01T23:30:00-05:00"}}"#,
                "episode { id airDate }", as: admin)
            let id = try #require(made["episode"]?["id"]?.string, "\(made.text)")
            #expect(made["episode"]?["airDate"]?.string == "2020-05-02")
            for (data, error) in [
                (#"{"airDate":"2020-05-01"}"#, nil),
                (#"{"airDate":"2020-04-30"}"#, "INVALID_INPUT input.episode.airDate"),
                (#"{"airsAt":"2020-05-03T00:00:00Z"}"#, "INVALID_INPUT input.episode.airsAt"),
                (#"{"airDate":"2021-01-01","airsAt":"2021-01-02T01:00:00Z"}"#, nil),
                (#"{"airDate":"2021-01-01","airsAt":"2022-01-01T01:00:00Z"}"#, "INVALID_INPUT input.episode.airsAt"),
                (#"{"airDate":null}"#, nil),
            ] as [(String, String?)] {
                let payload = try await bed.mutate(
                    "updateEpisode", #"{"id":"\#(id)","episode":\#(data)}"#, "episode { id }", as: admin)
                #expect(payload.userError == error, "\(data): \(payload.text)")
            }
            #expect(try await bed.read(id, "... on Episode { airDate }") == #"{"airDate":"2021-01-02"}"#)
            let misdated = #"[{"number":2},{"number":3,"airDate":"2020-01-01","airsAt":"2020-01-03T00:00:00Z"}]"#
            let refused = try await bed.mutate(
                "createSeason", #"{"showId":"\#(show)","season":{"number":2},"episodes":\#(misdated)}"#,
                "season { id }", as: admin)
            #expect(refused.userError == "INVALID_INPUT input.episodes.1.airsAt")
        }
    }

    @Test func `an episode is changed in part, and its credits stay who they are`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("episode.update")
            let show = try await bed.makeShow(#"{"title":"Episodic"}"#, as: admin)
            let season = try await bed.makeSeason(#"{"showId":"\#(show)","season":{"number":1}}"#, as: admin)
            let person = try await bed.makePerson(#"{"name":"Regular"}"#, as: admin)
            let credit = #"{"personId":"\#(person)","department":"ACTING","character":"R"}"#
            let episode = try await bed.made(
                "createEpisode", "episode",
                #"{"seasonId":"\#(season)","episode":{"number":1,"title":"T","runtime":40,"credits":[\#(credit)]}}"#,
                as: admin)
            let guests = "... on Episode { title runtime guestStars { nodes { id billing } } }"
            let before = try await bed.read(episode, guests)
            let payload = try await bed.mutate(
                "updateEpisode", #"{"id":"\#(episode)","episode":{"title":null,"credits":[\#(credit)]}}"#,
                "episode { title }", as: admin)
            #expect(payload["episode"]?.text == #"{"title":"Episode 1"}"#)
            #expect(try await bed.read(episode, guests) == before.replacing("\"T\"", with: "\"Episode 1\""))
        }
    }

    @Test func `a new episode comes up next for who had seen all there was`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("episode.next")
            let viewer = try await bed.register("episode.next.viewer")
            let show = try await bed.makeShow(#"{"title":"Goes On"}"#, as: admin)
            let season = try await bed.makeSeason(#"{"showId":"\#(show)","season":{"number":1}}"#, as: admin)
            try AccountDatabase.owner().query(
                "insert into viewing_runs (user_id, show_id, number) values ($1, $2, 1)",
                [.int(viewer.key), .int(show.key)])
            let episode = try await bed.made(
                "createEpisode", "episode", #"{"seasonId":"\#(season)","episode":{"number":1,"airDate":"2020-01-01"}}"#,
                as: admin)
            let next = "select next_episode_id from viewing_runs where user_id = $1"
            #expect(try ownersTexts(next, [.int(viewer.key)]) == ["\(episode.key)"])
        }
    }

    @Test func `what does not fit is told with the way to it`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("season.misfits")
            for (mutation, input, error) in [
                ("createSeason", #"{"showId":"S_2","season":{}}"#, "INVALID_INPUT input.season.number"),
                ("createSeason", #"{"showId":"S_2","season":{"number":-1}}"#, "INVALID_INPUT input.season.number"),
                ("createSeason", #"{"showId":"M_1","season":{"number":8}}"#, "NOT_FOUND input.showId"),
                ("createSeason", #"{"showId":"S_1","season":{"number":8}}"#, "NOT_FOUND input.showId"),
                (
                    "createSeason", #"{"showId":"S_2","season":{"number":8},"episodes":[{"number":1},{"title":"x"}]}"#,
                    "INVALID_INPUT input.episodes.1.number"
                ),
                (
                    "createSeason", #"{"showId":"S_2","season":{"number":8},"episodes":[{"number":1,"runtime":-5}]}"#,
                    "INVALID_INPUT input.episodes.0.runtime"
                ),
                ("createEpisode", #"{"seasonId":"N_999","episode":{"number":1}}"#, "NOT_FOUND input.seasonId"),
                ("updateEpisode", #"{"id":"E_999","episode":{"number":1}}"#, "NOT_FOUND input.id"),
                (
                    "createEpisode", #"{"seasonId":"N_1","episode":{"number":9,"credits":[{"department":"ACTING"}]}}"#,
                    "INVALID_INPUT input.episode.credits.0.personId"
                ),
            ] {
                let payload = try await bed.mutate(mutation, input, "__typename", as: admin)
                #expect(payload.userError == error, "\(mutation) \(input) \(payload.text)")
            }
            #expect(try ownersTexts("select count(*) from seasons where number = 8") == ["0"])
        }
    }
}
