import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

/// What one viewer watched, said of titles and keeps to themselves is to nobody else there: not to nobody, not to a
/// stranger, not to an administrator. Reviews and public lists have suites of their own.
@Suite struct LibraryIsolationTests {
    init() throws { try TrackedTitles.make() }

    /// A viewer with secrets, and those from whom they are kept.
    private struct Cast {
        let name: String
        let ada: SignedUp
        let stranger: SignedUp
        let administrator: SignedUp
        /// A movie and a show that only Ada sees, the show's season and episode.
        let manual: [String]

        var others: [String?] { [nil, stranger.token, administrator.token] }

        init(_ name: String, _ bed: AccountTestBed) async throws {
            self.name = name
            ada = try await bed.register("\(name).ada")
            stranger = try await bed.register("\(name).stranger")
            _ = try await bed.register("\(name).admin")
            let owner = try AccountDatabase.owner()
            try owner.execute("update accounts set role = 'admin' where email = '\(name).admin@example.org'")
            administrator = try await bed.login("\(name).admin")
            let movie = try OwnTitles.manual("zanzibar-\(name)", of: ada)
            let show = try owner.query(
                """
                insert into titles (kind, slug, title, sort_title, owner_id)
                  values ('show', $1, 'Zanzibar nights', 'zanzibar nights', $2) returning id
                """, [.text("zanzibar-nights-\(name)"), .int(ada.key)]
            ).int(0, 0)
            let season = try owner.query(
                "insert into seasons (show_id, number) values ($1, 1) returning id", [.int(show)]
            ).int(0, 0)
            let episode = try owner.query(
                """
                insert into episodes (show_id, season_id, season_number, number, title, air_date)
                  values ($1, $2, 1, 1, 'Zanzibar one', '2020-01-01') returning id
                """, [.int(show), .int(season)]
            ).int(0, 0)
            manual = ["M_\(movie)", "S_\(show)", "N_\(season)", "E_\(episode)"]
        }

        /// What Ada does; the IDs of all that comes of it.
        func keepSecrets(_ bed: AccountTestBed) async throws -> [String] {
            func act(_ mutation: String, _ input: String, _ selection: String) async throws -> JSONValue {
                let answer = try await bed.mutate(mutation, input, selection, as: ada.token)
                #expect(answer.userError == nil && answer["errors"] == nil, "\(mutation) \(answer.text)")
                return answer
            }
            let marked = try await act(
                "markEpisodeWatched", #"{"episodeId":"E_5011"}"#, "plays { id run { id } }")
            let logged = try await act(
                "logPlay", #"{"subjectId":"M_502","stars":1.5,"note":"zanzibar"}"#, "play { id }")
            _ = try await act("startRewatch", #"{"showId":"S_501"}"#, "__typename")
            _ = try await act("markEpisodeWatched", #"{"episodeId":"\#(manual[3])"}"#, "__typename")
            _ = try await act(
                "updateLibraryEntry", #"{"titleId":"M_502","note":"zanzibar","priority":1}"#, "__typename")
            _ = try await act("setFavorite", #"{"titleIds":["M_502"],"favorite":true}"#, "__typename")
            let rated = try await act("rate", #"{"subjectId":"\#(manual[0])","stars":5}"#, "rating { id }")
            let list = try await bed.makeList("Zanzibar", "PRIVATE", ["M_502", manual[0]], as: ada)
            let entry = try await bed.entries(of: list, as: ada)[0].id
            let plays = marked["plays"]?.array ?? []
            let ids = [
                plays.first?["id"]?.string, plays.first?["run"]?["id"]?.string, logged["play"]?["id"]?.string,
                rated["rating"]?["id"]?.string,
            ].compactMap { $0 }
            #expect(ids.count == 4)
            return ids + manual + [list, entry, "B_\(ada.key)_502", "O_\(ada.key)_5", "J_\(ada.key)_\(502 * 8 + 5)"]
        }
    }

    /// Whatever tells of a library, a history or a title that is somebody's own.
    private static func documents(_ cast: Cast) -> [String] {
        [
            """
            { search(query: "zanzibar", types: [MOVIE, SHOW, EPISODE, PERSON]) { totalCount didYouMean
                facets { field values { value count } } edges { cursor } }
              lists(text: "zanzibar") { totalCount edges { cursor } } }
            """,
            """
            { user(username: "\(cast.name).ada") { lists { totalCount nodes { id } } reviews { totalCount } } }
            """,
            """
            { movie(id: "M_502") { viewerState { status favorite stars watchCount lists { name } } reviews { totalCount } }
              show(id: "S_501") { viewerState { status } viewerProgress { percent } }
              episode(id: "E_5011") { viewerState { watched playCount } } }
            """,
            """
            { viewer { history { totalCount edges { cursor } } library { totalCount } upNext { totalCount } progress { totalCount }
                ratings { totalCount } calendar { entries { type } } lists { totalCount nodes { name entryCount } }
                statistics { moviePlays episodePlays minutes seasonsCompleted timeline { date } byGenre { plays } ratings { count }
                  binges { count } } } }
            """,
        ]
    }

    @Test func `others are answered the same, whatever a viewer watches and writes`() async throws {
        try await AccountTestBed.run { bed in
            let cast = try await Cast("secret", bed)
            func seen() async throws -> [String] {
                var texts: [String] = []
                for document in Self.documents(cast) {
                    for token in cast.others {
                        let answer = try await bed.answer(document, as: token)
                        #expect(answer["errors"] == nil, "\(answer.text)")
                        texts.append(answer.text)
                    }
                }
                return texts
            }
            let before = try await seen()
            let ids = try await cast.keepSecrets(bed)
            let after = try await seen()
            for (old, new) in zip(before, after) { #expect(old == new) }
            for id in ids {
                let document = #"{ node(id: "\#(id)") { id } nodes(ids: ["\#(id)", "M_502"]) { id } }"#
                let own = try await bed.answer(document, as: cast.ada.token)
                #expect(own["data"]?["node"]?["id"]?.string == id)
                for token in cast.others {
                    let answer = try await bed.answer(document, as: token)
                    #expect(answer["data"]?.text == #"{"node":null,"nodes":[null,{"id":"M_502"}]}"#, "\(id)")
                }
            }
        }
    }

    @Test func `a cursor of another's history leads to one's own`() async throws {
        try await AccountTestBed.run { bed in
            let cast = try await Cast("cursor", bed)
            _ = try await cast.keepSecrets(bed)
            let page = try await bed.answer("{ viewer { history(first: 1) { edges { cursor } } } }", as: cast.ada.token)
            let cursor = try #require(
                page["data"]?["viewer"]?["history"]?["edges"]?.array?.first?["cursor"]?.string)
            let own = try await bed.mutate(
                "logPlay", #"{"subjectId":"M_502","watchedAt":{"year":2001}}"#, "play { id }", as: cast.stranger.token)
            let id = try #require(own["play"]?["id"]?.string)
            for field in ["history", "library", "upNext", "progress", "ratings", "lists"] {
                let answer = try await bed.answer(
                    #"{ viewer { \#(field)(after: "\#(cursor)") { nodes { __typename } } } }"#, as: cast.stranger.token)
                // Cursors belong to a list and its order; to any other they mean nothing.
                if field != "history" { #expect(answer.codes == ["BAD_USER_INPUT"], "\(field) \(answer.text)") }
            }
            let rest = try await bed.answer(
                #"{ viewer { history(after: "\#(cursor)") { nodes { id } totalCount } } }"#, as: cast.stranger.token)
            #expect(rest["data"]?["viewer"]?["history"]?.text == #"{"nodes":[{"id":"\#(id)"}],"totalCount":1}"#)
        }
    }

    /// Mutations with the field that takes an ID, `ID` in the input, and which kind of ID it is.
    private static let writes: [(mutation: String, input: String, kinds: String)] = [
        ("logPlay", #"{"subjectId":"ID"}"#, "ME"), ("updatePlay", #"{"playId":"ID","note":"x"}"#, "Y"),
        ("deletePlays", #"{"playIds":["ID"]}"#, "Y"), ("markEpisodeWatched", #"{"episodeId":"ID"}"#, "E"),
        ("unmarkEpisodeWatched", #"{"episodeId":"ID"}"#, "E"), ("markSeasonWatched", #"{"seasonId":"ID"}"#, "N"),
        ("unmarkSeasonWatched", #"{"seasonId":"ID"}"#, "N"), ("markShowWatchedUntil", #"{"showId":"ID"}"#, "S"),
        ("markShowWatchedUntil", #"{"showId":"S_501","untilEpisodeId":"ID"}"#, "E"),
        ("unmarkShowWatched", #"{"showId":"ID"}"#, "S"), ("startRewatch", #"{"showId":"ID"}"#, "S"),
        ("endRewatch", #"{"showId":"ID"}"#, "S"),
        ("setLibraryStatus", #"{"titleIds":["ID"],"status":"PLANNED"}"#, "MS"),
        ("setFavorite", #"{"titleIds":["ID"],"favorite":true}"#, "MS"),
        ("updateLibraryEntry", #"{"titleId":"ID","note":"x"}"#, "MS"),
        ("removeFromLibrary", #"{"titleIds":["ID"]}"#, "MS"),
        ("rate", #"{"subjectId":"ID","stars":3}"#, "MSNE"), ("removeRating", #"{"subjectId":"ID"}"#, "MSNE"),
        ("createList", #"{"name":"x","entries":[{"subjectId":"ID"}]}"#, "MSNE"),
        ("addToList", #"{"target":{"system":"WATCHLIST"},"entries":[{"subjectId":"ID"}]}"#, "MS"),
        ("addToList", #"{"target":{"id":"ID"},"entries":[{"subjectId":"M_502"}]}"#, "LO"),
        ("updateList", #"{"listId":"ID","name":"x"}"#, "L"), ("deleteList", #"{"listId":"ID"}"#, "L"),
        ("moveListEntry", #"{"entryId":"ID","to":{"last":true}}"#, "IJ"),
        ("updateListEntry", #"{"entryId":"ID","note":"x"}"#, "IJ"),
        ("removeFromList", #"{"target":{"id":"ID"},"subjectIds":["M_502"]}"#, "L"),
        ("saveReview", #"{"subjectId":"ID","body":"x"}"#, "MSNE"), ("deleteReview", #"{"reviewId":"ID"}"#, "R"),
        ("setReviewLike", #"{"reviewId":"ID","like":true}"#, "R"),
        ("updateManualTitle", #"{"titleId":"ID","movie":{"title":"x"}}"#, "M"),
        ("updateManualTitle", #"{"titleId":"ID","show":{"title":"x"}}"#, "S"),
        ("deleteManualTitle", #"{"titleId":"ID"}"#, "MS"),
    ]

    /// An ID of the same kind, of something that is not there.
    private static func missing(_ id: String) -> String {
        if id.hasPrefix("O") { return "O_7777777_5" }
        var parts = id.split(separator: "_").map(String.init)
        parts[parts.count - 1] = "\(7_777_777 * 8 + 5)"
        return parts.joined(separator: "_")
    }

    /// Reads by ID, and by which kind of ID.
    private static let reads: [(document: String, kinds: String)] = [
        (
            """
            { node(id: "ID") { id
                ... on Movie { title genres { name } viewerState { status lists { name } } reviews { totalCount } }
                ... on Show { title seasons { number } viewerProgress { percent } }
                ... on List { name entryCount owner { username } entries { totalCount nodes { id } } }
                ... on ListEntry { list { name } position } ... on Play { title { title } run { number } }
                ... on LibraryEntry { title { title } note } ... on Review { body author { username } } } }
            """, "MSNELOIJYBGR"
        ),
        (#"{ nodes(ids: ["M_502", "ID"]) { id ... on Movie { title } } }"#, "MSNELOIJYBGR"),
        (#"{ movie(id: "ID") { title cast { nodes { character } } viewerState { favorite } } }"#, "M"),
        (#"{ show(id: "ID") { title seasons { number } viewerProgress { percent } } }"#, "S"),
        (#"{ season(id: "ID") { number episodes { nodes { title } } viewerRating } }"#, "N"),
        (#"{ episode(id: "ID") { title viewerState { watched } } }"#, "E"),
        (#"{ list(id: "ID") { name entryCount viewerWatchedCount entries { nodes { id } } } }"#, "LO"),
        (#"{ review(id: "ID") { body viewerLikes } }"#, "R"),
        (#"{ viewer { history(filter: {subjectId: "ID"}) { totalCount nodes { id } } } }"#, "MSNE"),
    ]

    @Test func `looking for what is another's is the work of looking for what is not there`() async throws {
        try await AccountTestBed.run { bed in
            let cast = try await Cast("look", bed)
            let ids = try await cast.keepSecrets(bed)
            for token in cast.others {
                for read in Self.reads {
                    for id in ids where read.kinds.contains(id.prefix(1)) {
                        func look(_ id: String) async throws -> AccountTestBed.Work {
                            try await bed.work {
                                let answer = try await bed.answer(
                                    read.document.replacing("\"ID", with: "\"" + id), as: token)
                                return answer.text.replacing(id, with: "ID")
                            }
                        }
                        _ = try await look(id)
                        #expect(try await look(id) == look(Self.missing(id)), "\(id) \(read.document)")
                    }
                }
                for (document, name) in [
                    (#"{ title(by: {movieSlug: "NAME"}) { title } }"#, "zanzibar-look"),
                    (#"{ title(by: {showSlug: "NAME"}) { title } }"#, "zanzibar-nights-look"),
                ] {
                    func look(_ name: String) async throws -> AccountTestBed.Work {
                        try await bed.work {
                            try await bed.answer(document.replacing("NAME", with: name), as: token).text
                        }
                    }
                    #expect(try await look(name) == look("\(name)-not"), "\(document)")
                }
            }
        }
    }

    @Test func `what is another's is refused in the words for what is not there, also to an administrator`()
        async throws
    {
        try await AccountTestBed.run { bed in
            let cast = try await Cast("foreign", bed)
            let ids = try await cast.keepSecrets(bed)
            for account in [cast.stranger, cast.administrator] {
                for write in Self.writes {
                    for id in ids where write.kinds.contains(id.prefix(1)) {
                        func refused(_ id: String) async throws -> AccountTestBed.Work {
                            try await bed.work {
                                let answer = try await bed.mutate(
                                    write.mutation, write.input.replacing("ID", with: id), "__typename",
                                    as: account.token)
                                #expect(
                                    answer["errors"] == nil && answer.userError != nil,
                                    "\(write) \(id) \(answer.text)")
                                return answer.text.replacing(id, with: "ID")
                            }
                        }
                        let (found, missing) = (try await refused(id), try await refused(Self.missing(id)))
                        #expect(found.answer == missing.answer, "\(write) \(id)")
                        #expect(found.statements == missing.statements, "\(write) \(id)")
                    }
                }
            }
            let own = try await bed.answer(
                "{ viewer { history { totalCount } library { totalCount } ratings { totalCount } lists(kind: CUSTOM) { totalCount } } }",
                as: cast.stranger.token)
            #expect(
                own["data"]?["viewer"]?.text
                    == #"{"history":{"totalCount":0},"library":{"totalCount":0},"ratings":{"totalCount":0},"lists":{"totalCount":0}}"#
            )
        }
    }

    @Test func `subscriptions to what is another's are refused in the words for what is not there`() async throws {
        try await AccountTestBed.run { bed in
            let cast = try await Cast("follow", bed)
            let ids = try await cast.keepSecrets(bed)
            let list = try #require(ids.first { $0.hasPrefix("L") })
            for token in cast.others {
                for (document, id, missing) in [
                    (#"subscription { titleUpdated(id: "ID") { id } }"#, cast.manual[0], "M_7777777"),
                    (#"subscription { reviewAdded(subjectId: "ID") { id } }"#, cast.manual[0], "M_7777777"),
                    (#"subscription { listChanged(listId: "ID") { type } }"#, list, "L_7777777"),
                    (#"subscription { listChanged(listId: "ID") { type } }"#, "O_\(cast.ada.key)_1", "O_7777777_1"),
                ] {
                    func refusal(_ id: String) async throws -> AccountTestBed.Work {
                        try await bed.work {
                            do {
                                _ = try await bed.subscribe(document.replacing("ID\"", with: id + "\""), as: token)
                                return "followed"
                            } catch let refusal as RequestErrors {
                                return refusal.errors[0].message.replacing(id, with: "ID")
                            }
                        }
                    }
                    let refused = try await refusal(id)
                    #expect(try await refused == refusal(missing), "\(document)")
                    #expect(refused.answer != "followed", "\(document)")
                }
            }
        }
    }
}
