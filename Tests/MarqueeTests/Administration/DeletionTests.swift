import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

@Suite struct DeletionTests {
    @Test func `a movie goes with all that hangs on it`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("delete.movie")
            let id = try await bed.makeMovie(
                """
                {"title":"To Go","genres":["war"],"keywords":["going"],"externalIds":{"tmdb":9600001},
                 "credits":[{"personName":"Goner","department":"ACTING"}],"translations":[{"language":"de","title":"W"}]}
                """, as: admin)
            let payload = try await bed.mutate("deleteMovie", #"{"id":"\#(id)"}"#, "deletedId", as: admin)
            #expect(payload["deletedId"]?.string == id, "\(payload.text)")
            #expect(try await bed.read(id, "id") == "null")
            let again = try await bed.mutate("deleteMovie", #"{"id":"\#(id)"}"#, "deletedId", as: admin)
            #expect(again.userError == "NOT_FOUND input.id")
            #expect(try await bed.makeMovie(#"{"title":"Comes","externalIds":{"tmdb":9600001}}"#, as: admin) != id)
        }
    }

    @Test func `what viewers hung on a title is counted, and goes only with force`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("delete.hanging")
            let viewer = try await bed.register("delete.viewer")
            let id = try await bed.makeMovie(#"{"title":"Beloved"}"#, as: admin)
            let (user, movie) = (viewer.key, id.key)
            try AccountDatabase.owner().execute(
                """
                insert into plays (user_id, title_id, kind, watched_at) values (\(user), \(movie), 'movie', now()), (\(user), \(movie), 'movie', now());
                insert into ratings (user_id, title_id, stars) values (\(user), \(movie), 9);
                insert into reviews (author_id, title_id, body) values (\(user), \(movie), 'good');
                insert into library_entries (user_id, title_id, kind, status) values (\(user), \(movie), 'movie', 'completed')
                  on conflict (user_id, title_id) do update set status = excluded.status;
                insert into lists (id, owner_id, name, slug) values (960001, \(user), 'L', 'l');
                insert into list_entries (list_id, owner_id, title_id, order_key) values (960001, \(user), \(movie), 'a')
                """)
            let refused = try await bed.mutate("deleteMovie", #"{"id":"\#(id)"}"#, "deletedId", as: admin)
            #expect(refused.userError == "CONFLICT input.id")
            #expect(
                refused["userErrors"]?.array?.first?["message"]?.string
                    == "Viewers' data hangs on it: 2 plays, 1 rating, 1 review, 2 entries of lists and libraries. "
                    + "With `force: true` it goes too.")
            #expect(try await bed.read(id, "id") == #"{"id":"\#(id)"}"#)
            let forced = try await bed.mutate("deleteMovie", #"{"id":"\#(id)","force":true}"#, "deletedId", as: admin)
            #expect(forced["deletedId"]?.string == id)
            #expect(try ownersTexts("select count(*) from plays where user_id = $1", [.int(user)]) == ["0"])
        }
    }

    @Test func `what hangs on an episode holds its season and its show, too`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("delete.deep")
            let viewer = try await bed.register("delete.deep.viewer")
            let show = try await bed.makeShow(#"{"title":"Deep"}"#, as: admin)
            let season = try await bed.makeSeason(
                #"{"showId":"\#(show)","season":{"number":1},"episodes":[{"number":1},{"number":2}]}"#, as: admin)
            let episodes = try ownersTexts(
                "select 'E_' || id from episodes where season_id = $1 order by number", [.int(season.key)])
            try AccountDatabase.owner().query(
                "insert into ratings (user_id, episode_id, stars) values ($1, $2, 8)",
                [.int(viewer.key), .int(episodes[0].key)])
            for (mutation, id) in [("deleteEpisode", episodes[0]), ("deleteSeason", season), ("deleteShow", show)] {
                let refused = try await bed.mutate(mutation, #"{"id":"\#(id)"}"#, "deletedId", as: admin)
                #expect(refused.userError == "CONFLICT input.id", "\(mutation)")
            }
            let other = try await bed.mutate("deleteEpisode", #"{"id":"\#(episodes[1])"}"#, "deletedId", as: admin)
            #expect(other["deletedId"]?.string == episodes[1])
            #expect(try await bed.read(show, "... on Show { episodeCount }") == #"{"episodeCount":1}"#)
            let forced = try await bed.mutate("deleteShow", #"{"id":"\#(show)","force":true}"#, "deletedId", as: admin)
            #expect(forced["deletedId"]?.string == show)
            #expect(try ownersTexts("select count(*) from ratings where user_id = $1", [.int(viewer.key)]) == ["0"])
        }
    }

    @Test func `what another transaction is just hanging on a title is waited for and counted`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("delete.race")
            let viewer = try await bed.register("delete.race.viewer")
            let id = try await bed.makeMovie(#"{"title":"Raced"}"#, as: admin)
            let other = try AccountDatabase.owner()
            try other.execute(
                "begin; insert into ratings (user_id, title_id, stars) values (\(viewer.key), \(id.key), 7)")
            async let deletion = bed.mutate("deleteMovie", #"{"id":"\#(id)"}"#, "deletedId", as: admin)
            try await bed.waitUntilBlocked(by: other)
            try other.execute("commit")
            #expect(try await deletion.userError == "CONFLICT input.id")
        }
    }

    @Test func `a person goes with the credits, unless a viewer keeps the person in a list`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("delete.person")
            let viewer = try await bed.register("delete.person.viewer")
            let person = try await bed.makePerson(#"{"name":"Leaving"}"#, as: admin)
            let movie = try await bed.makeMovie(
                #"{"title":"Left","credits":[{"personId":"\#(person)","department":"ACTING"}]}"#, as: admin)
            try AccountDatabase.owner().execute(
                """
                insert into lists (id, owner_id, name, slug) values (960002, \(viewer.key), 'L', 'l');
                insert into list_entries (list_id, owner_id, person_id, order_key) values (960002, \(viewer.key), \(person.key), 'a')
                """)
            let refused = try await bed.mutate("deletePerson", #"{"id":"\#(person)"}"#, "deletedId", as: admin)
            #expect(refused.userError == "CONFLICT input.id")
            let forced = try await bed.mutate(
                "deletePerson", #"{"id":"\#(person)","force":true}"#, "deletedId", as: admin)
            #expect(forced["deletedId"]?.string == person)
            #expect(try await bed.read(movie, "... on Movie { cast { nodes { id } } }") == #"{"cast":{"nodes":[]}}"#)
        }
    }

    @Test func `a genre leaves its titles to another one, at the same place`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("delete.genre")
            let old = try await bed.made("createGenre", "genre", #"{"slug":"oldish","name":"Old"}"#, as: admin)
            let new = try await bed.made("createGenre", "genre", #"{"slug":"newish","name":"New"}"#, as: admin)
            let movie = try await bed.makeMovie(#"{"title":"Of Old","genres":["oldish","drama"]}"#, as: admin)
            let own = try await bed.made(
                "addManualMovie", "movie", #"{"movie":{"title":"Of Old, own","genres":["oldish"]}}"#,
                as: try await bed.register("delete.genre.viewer").token)
            for (heir, error) in [
                (old, "INVALID_INPUT input.moveTitlesTo"), ("G_9999", "NOT_FOUND input.moveTitlesTo"),
            ] {
                let refused = try await bed.mutate(
                    "deleteGenre", #"{"id":"\#(old)","moveTitlesTo":"\#(heir)"}"#, "deletedId", as: admin)
                #expect(refused.userError == error)
            }
            let done = try await bed.mutate(
                "deleteGenre", #"{"id":"\#(old)","moveTitlesTo":"\#(new)"}"#, "deletedId", as: admin)
            #expect(done["deletedId"]?.string == old, "\(done.text)")
            #expect(
                try await bed.read(movie, "... on Movie { genres { slug } }")
                    == #"{"genres":[{"slug":"newish"},{"slug":"drama"}]}"#)
            #expect(
                try ownersTexts("select genre_id from title_genres where title_id = $1", [.int(own.key)]) == [
                    "\(new.key)"
                ])
        }
    }

    @Test func `a viewer's favourite genre goes only with force`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("delete.favourite")
            let viewer = try await bed.register("delete.favourite.viewer")
            let genre = try await bed.made("createGenre", "genre", #"{"slug":"liked","name":"Liked"}"#, as: admin)
            try AccountDatabase.owner().query(
                "insert into favorite_genres (user_id, genre_id) values ($1, $2)", [.int(viewer.key), .int(genre.key)])
            let refused = try await bed.mutate("deleteGenre", #"{"id":"\#(genre)"}"#, "deletedId", as: admin)
            #expect(refused.userError == "CONFLICT input.id")
            #expect(
                refused["userErrors"]?.array?.first?["message"]?.string
                    == "Viewers' data hangs on it: 1 favourite of a viewer. With `force: true` it goes too.")
            let forced = try await bed.mutate(
                "deleteGenre", #"{"id":"\#(genre)","force":true}"#, "deletedId", as: admin)
            #expect(forced["deletedId"]?.string == genre)
        }
    }

    @Test func `what titles of viewers' own refer to goes only with force, or to another genre`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("delete.referred")
            let viewer = try await bed.register("delete.referred.viewer").token
            let person = try await bed.makePerson(#"{"name":"Referred"}"#, as: admin)
            let genre = try await bed.made("createGenre", "genre", #"{"slug":"referred","name":"R"}"#, as: admin)
            let own = try await bed.made(
                "addManualMovie", "movie",
                #"{"movie":{"title":"Refers","genres":["referred"],"#
                    + #""credits":[{"personId":"\#(person)","department":"ACTING"}]}}"#, as: viewer)
            for (mutation, id) in [("deletePerson", person), ("deleteGenre", genre)] {
                let refused = try await bed.mutate(mutation, #"{"id":"\#(id)"}"#, "deletedId", as: admin)
                #expect(refused.userError == "CONFLICT input.id", "\(mutation)")
                #expect(
                    refused["userErrors"]?.array?.first?["message"]?.string
                        == "Viewers' data hangs on it: 1 title of a viewer's own. With `force: true` it goes too.")
            }
            let facts = "... on Movie { genres { slug } cast { nodes { person { name } } } }"
            #expect(
                try await bed.read(own, facts, as: viewer)
                    == #"{"genres":[{"slug":"referred"}],"cast":{"nodes":[{"person":{"name":"Referred"}}]}}"#)
            for (mutation, input) in [
                ("deletePerson", #"{"id":"\#(person)","force":true}"#),
                ("deleteGenre", #"{"id":"\#(genre)","moveTitlesTo":"G_1"}"#),
            ] {
                let done = try await bed.mutate(mutation, input, "deletedId", as: admin)
                #expect(done.userError == nil, "\(done.text)")
            }
            #expect(
                try await bed.read(own, facts, as: viewer) == #"{"genres":[{"slug":"drama"}],"cast":{"nodes":[]}}"#)
        }
    }

    @Test func `an ID of another kind names nothing to delete`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("delete.kinds")
            for (mutation, id) in [
                ("deleteMovie", "S_2"), ("deleteMovie", "M_2"), ("deleteShow", "M_1"), ("deleteSeason", "E_1"),
                ("deleteEpisode", "N_1"), ("deletePerson", "G_1"), ("deleteGenre", "P_1"), ("deleteMovie", "x"),
            ] {
                let payload = try await bed.mutate(mutation, #"{"id":"\#(id)"}"#, "deletedId", as: admin)
                #expect(payload.userError == "NOT_FOUND input.id", "\(mutation) \(id)")
            }
        }
    }
}
