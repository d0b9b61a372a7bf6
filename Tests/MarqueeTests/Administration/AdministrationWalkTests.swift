import GraphQL
import PostgreSQL
import TestSupport
import Testing

@testable import Marquee

/// Random chains of an administrator's mutations, held against `AdministrationModel` after each.
@Suite struct AdministrationWalkTests {
    @Test(arguments: 0..<4)
    func `every chain of mutations leaves what they say, or says why it leaves all as it was`(seed: UInt64) async throws
    {
        try await AccountTestBed.run { bed in
            var walk = try await AdministrationWalk(seed: seed, bed)
            for _ in 0..<120 { try await walk.step() }
            try await walk.expectAll()
        }
    }
}

/// One administrator and a viewer, with objects of their own.
private struct AdministrationWalk {
    private let bed: AccountTestBed
    private let admin: String
    private let viewer: String
    /// Begins names, slugs and keys of this walk.
    private let mark: String
    private let firstKey: Int
    private var model = AdministrationModel()
    private var random: SplitMix
    private var counter = 0
    private var story: [String] = []

    static let movieFacts = """
        ... on Movie { title tagline runtime genres { slug } keywords { name }
          cast(first: 50) { nodes { character person { name } } } german: title(language: "de") externalIds { tmdb } }
        """
    static let personFacts = "... on Person { name birthPlace externalIds { tmdb } }"
    static let showFacts = """
        ... on Show { title seasonCount episodeCount seasons { number episodeCount
          episodes(first: 50) { nodes { number seasonNumber title airDate } } } }
        """

    init(seed: UInt64, _ bed: AccountTestBed) async throws {
        self.bed = bed
        random = SplitMix(state: seed)
        mark = "walk\(seed)"
        firstKey = 40_000_000 + Int(seed) * 1000
        admin = try await bed.administrator("walk.admin.\(seed)")
        viewer = try await bed.register("walk.viewer.\(seed)").token
        for _ in 0..<3 {
            try await createPerson()
            try await createGenre()
            try await createMovie()
        }
        try await createShow()
    }

    mutating func step() async throws {
        switch Int.random(in: 0..<22, using: &random) {
        case 0: try await createMovie()
        case 1...4: try await updateMovie()
        case 5: try await deleteMovie()
        case 6: try await createPerson()
        case 7...8: try await updatePerson()
        case 9: try await deletePerson()
        case 10: try await createGenre()
        case 11: try await updateGenre()
        case 12: try await deleteGenre()
        case 13: try await createShow()
        case 14...15: try await createSeason()
        case 16: try await updateSeason()
        case 17: try await createEpisode()
        case 18...19: try await updateEpisode()
        case 20: try await deletePart()
        default: try await rate()
        }
    }

    /// Compares all there is, and what search knows of it.
    func expectAll() async throws {
        for id in model.movies.keys { try await expect(id, Self.movieFacts, model.json(ofMovie: id)) }
        for id in model.people.keys { try await expect(id, Self.personFacts, model.json(ofPerson: id)) }
        for id in model.shows.keys { try await expect(id, Self.showFacts, model.json(ofShow: id)) }
        let titles = model.movies.values.map(\.title) + model.shows.values.map(\.title)
        let germans = model.movies.values.compactMap(\.german)
        #expect(
            try ownersTexts(
                "select n.name from search_names n where n.title_id is not null and n.name like $1 order by n.name collate \"C\"",
                [.text("\(mark) %")]) == (titles + germans).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) },
            "\(story)")
    }

    // MARK: Helpers

    private mutating func pick<Items: Collection>(_ items: Items) -> Items.Element? {
        items.isEmpty ? nil : items.randomElement(using: &random)
    }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    private mutating func fresh(_ kind: String) -> String {
        counter += 1
        return "\(mark) \(kind) \(counter)"
    }

    /// One of three keys, so that they collide.
    private mutating func someKey() -> Int { firstKey + Int.random(in: 0..<3, using: &random) }

    private func expect(_ id: String, _ facts: String, _ expected: String) async throws {
        #expect(try await bed.read(id, facts) == expected, "\(story.suffix(12))")
    }

    /// Runs a mutation and notes it. It has to fail as foreseen, or to give the ID of its object.
    private mutating func run(
        _ mutation: String, _ input: String, _ field: String, error: String?, as token: String? = nil
    ) async throws -> String? {
        let selection = field == "deletedId" ? field : "\(field) { id }"
        let payload = try await bed.mutate(mutation, input, selection, as: token ?? admin)
        story.append("\(mutation) \(input) => \(payload.text)")
        #expect(payload.userError == error, "\(story.suffix(12))")
        let id = field == "deletedId" ? payload[field]?.string : payload[field]?["id"]?.string
        #expect((id == nil) == (error != nil), "\(payload.text)")
        return id
    }

    // MARK: Movies

    /// Random data of a movie as JSON, with what they change, and the error they meet.
    private mutating func movieData(
        of movie: AdministrationModel.Movie?, id: String?
    ) -> (json: String, changed: AdministrationModel.Movie, error: String?) {
        var changed = movie ?? AdministrationModel.Movie(title: "")
        var members: [String] = []
        var error: String?
        if movie == nil || chance(30) {
            changed.title = fresh("Movie")
            members.append(#""title":"\#(changed.title)""#)
        }
        if chance(30) {
            changed.tagline = chance(40) ? nil : fresh("tag")
            members.append(#""tagline":\#(changed.tagline.map { "\"\($0)\"" } ?? "null")"#)
        }
        if chance(30) {
            changed.runtime = chance(40) ? nil : Int.random(in: 0...6000, using: &random)
            members.append(#""runtime":\#(changed.runtime.map { "\($0)" } ?? "null")"#)
        }
        if chance(40) {
            changed.genres = Array(model.genres.keys.sorted().shuffled(using: &random).prefix(2))
            members.append(#""genres":[\#(changed.genres.map { "\"\($0)\"" }.joined(separator: ","))]"#)
        }
        if chance(30) {
            changed.keywords = ["k1", "k2", "k3"].shuffled(using: &random).prefix(2).map { "\(mark) \($0)" }
            members.append(#""keywords":[\#(changed.keywords.map { "\"\($0)\"" }.joined(separator: ","))]"#)
        }
        if chance(40) {
            changed.cast = model.people.keys.sorted().shuffled(using: &random).prefix(3).map {
                AdministrationModel.Credit(person: $0, character: "C\(Int.random(in: 0...2, using: &random))")
            }
            let credits = changed.cast.map {
                #"{"personId":"\#($0.person)","department":"ACTING","character":"\#($0.character)"}"#
            }
            members.append(#""credits":[\#(credits.joined(separator: ","))]"#)
        }
        if chance(30) {
            changed.german = chance(30) ? nil : fresh("Film")
            members.append(
                #""translations":[{"language":"de","title":\#(changed.german.map { "\"\($0)\"" } ?? "null")}]"#)
        }
        if chance(40) {
            changed.tmdb = chance(20) ? nil : someKey()
            members.append(#""externalIds":{"tmdb":\#(changed.tmdb.map { "\($0)" } ?? "null")}"#)
            let isTaken = model.movies.contains { $0.key != id && $0.value.tmdb == changed.tmdb }
            if changed.tmdb != nil, isTaken { error = "CONFLICT input.movie.externalIds.tmdb" }
        }
        return ("{\(members.joined(separator: ","))}", changed, error)
    }

    private mutating func createMovie() async throws {
        let (json, movie, error) = movieData(of: nil, id: nil)
        let id = try await run("createMovie", #"{"movie":\#(json)}"#, "movie", error: error)
        guard let id else { return }
        model.movies[id] = movie
        try await expect(id, Self.movieFacts, model.json(ofMovie: id))
    }

    private mutating func updateMovie() async throws {
        guard let id = pick(model.movies.keys.sorted()) else { return }
        let (json, movie, clash) = movieData(of: model.movies[id], id: id)
        let isStale = chance(15)
        let condition = isStale ? #","ifUpdatedAt":"2001-01-01T00:00:00Z""# : ""
        let error = isStale ? "CONFLICT input.ifUpdatedAt" : clash
        if try await run("updateMovie", #"{"id":"\#(id)","movie":\#(json)\#(condition)}"#, "movie", error: error) != nil
        {
            model.movies[id] = movie
        }
        try await expect(id, Self.movieFacts, model.json(ofMovie: id))
    }

    private mutating func deleteMovie() async throws {
        guard let id = pick(model.movies.keys.sorted()) else { return }
        let force = chance(50)
        let error = model.rated.contains(id) && !force ? "CONFLICT input.id" : nil
        if try await run("deleteMovie", #"{"id":"\#(id)","force":\#(force)}"#, "deletedId", error: error) != nil {
            model.movies[id] = nil
            _ = try await run("updateMovie", #"{"id":"\#(id)","movie":{}}"#, "movie", error: "NOT_FOUND input.id")
        }
        try await expect(id, Self.movieFacts, model.json(ofMovie: id))
    }

    // MARK: People and genres

    private mutating func createPerson() async throws {
        var person = AdministrationModel.Person(name: fresh("Person"))
        if chance(40) { person.tmdb = someKey() }
        let isTaken = person.tmdb != nil && model.people.values.contains { $0.tmdb == person.tmdb }
        let key = person.tmdb.map { #","externalIds":{"tmdb":\#($0)}"# } ?? ""
        let id = try await run(
            "createPerson", #"{"person":{"name":"\#(person.name)"\#(key)}}"#, "person",
            error: isTaken ? "CONFLICT input.person.externalIds.tmdb" : nil)
        if let id { model.people[id] = person }
    }

    private mutating func updatePerson() async throws {
        guard let id = pick(model.people.keys.sorted()), var person = model.people[id] else { return }
        var members: [String] = []
        if chance(50) {
            person.name = fresh("Person")
            members.append(#""name":"\#(person.name)""#)
        }
        if chance(50) {
            person.place = chance(40) ? nil : fresh("place")
            members.append(#""birthPlace":\#(person.place.map { "\"\($0)\"" } ?? "null")"#)
        }
        if chance(30) {
            person.tmdb = nil
            members.append(#""externalIds":null"#)
        }
        let data = "{\(members.joined(separator: ","))}"
        _ = try await run("updatePerson", #"{"id":"\#(id)","person":\#(data)}"#, "person", error: nil)
        model.people[id] = person
        try await expect(id, Self.personFacts, model.json(ofPerson: id))
    }

    private mutating func deletePerson() async throws {
        guard let id = pick(model.people.keys.sorted()) else { return }
        _ = try await run("deletePerson", #"{"id":"\#(id)"}"#, "deletedId", error: nil)
        model.deletePerson(id)
        try await expect(id, Self.personFacts, "null")
    }

    private mutating func createGenre() async throws {
        let slug = "\(mark)-\(Int.random(in: 0..<5, using: &random))"
        let id = try await run(
            "createGenre", #"{"slug":"\#(slug)","name":"Genre"}"#, "genre",
            error: model.genres.values.contains(slug) ? "CONFLICT input.slug" : nil)
        if let id { model.genres[id] = slug }
    }

    private mutating func updateGenre() async throws {
        guard let id = pick(model.genres.keys.sorted()) else { return }
        let slug = "\(mark)-\(Int.random(in: 0..<5, using: &random))"
        let isTaken = model.genres.contains { $0.key != id && $0.value == slug }
        let changed = try await run(
            "updateGenre", #"{"id":"\#(id)","slug":"\#(slug)"}"#, "genre", error: isTaken ? "CONFLICT input.slug" : nil)
        if changed != nil { model.genres[id] = slug }
    }

    private mutating func deleteGenre() async throws {
        guard model.genres.count > 1, let id = pick(model.genres.keys.sorted()) else { return }
        let heir = chance(60) ? pick(model.genres.keys.filter { $0 != id }.sorted()) : nil
        let move = heir.map { #","moveTitlesTo":"\#($0)""# } ?? ""
        _ = try await run("deleteGenre", #"{"id":"\#(id)"\#(move)}"#, "deletedId", error: nil)
        model.deleteGenre(id, heir: heir)
    }

    // MARK: Shows

    private mutating func createShow() async throws {
        let title = fresh("Show")
        let id = try await run("createShow", #"{"show":{"title":"\#(title)"}}"#, "show", error: nil)
        if let id { model.shows[id] = AdministrationModel.Show(title: title) }
    }

    private mutating func createSeason() async throws {
        guard let show = pick(model.shows.keys.sorted()) else { return }
        let number = Int.random(in: 0...4, using: &random)
        let isTaken = model.shows[show]?.seasons.values.contains { $0.number == number } == true
        let episodes = (1...3).map { #"{"number":\#($0)}"# }.joined(separator: ",")
        let id = try await run(
            "createSeason", #"{"showId":"\#(show)","season":{"number":\#(number)},"episodes":[\#(episodes)]}"#,
            "season",
            error: isTaken ? "CONFLICT input.season.number" : nil)
        guard let id else { return }
        let keys = try ownersTexts(
            "select 'E_' || id from episodes where season_id = $1 order by number", [.int(id.key)])
        let made = zip(keys, 1...3).map { ($0, AdministrationModel.Episode(number: $1)) }
        model.shows[show]?.seasons[id] = .init(number: number, episodes: Dictionary(uniqueKeysWithValues: made))
        try await expect(show, Self.showFacts, model.json(ofShow: show))
    }

    private mutating func updateSeason() async throws {
        guard let (show, id) = pick(model.seasons) else { return }
        let number = Int.random(in: 0...4, using: &random)
        let isTaken = model.shows[show]?.seasons.contains { $0.key != id && $0.value.number == number } == true
        let changed = try await run(
            "updateSeason", #"{"id":"\#(id)","season":{"number":\#(number)}}"#, "season",
            error: isTaken ? "CONFLICT input.season.number" : nil)
        if changed != nil { model.shows[show]?.seasons[id]?.number = number }
        try await expect(show, Self.showFacts, model.json(ofShow: show))
    }

    private mutating func createEpisode() async throws {
        guard let (show, season) = pick(model.seasons) else { return }
        let number = Int.random(in: 1...6, using: &random)
        let isTaken = model.shows[show]?.seasons[season]?.episodes.values.contains { $0.number == number } == true
        let id = try await run(
            "createEpisode", #"{"seasonId":"\#(season)","episode":{"number":\#(number),"airDate":"2020-01-01"}}"#,
            "episode", error: isTaken ? "CONFLICT input.episode.number" : nil)
        if let id { model.shows[show]?.seasons[season]?.episodes[id] = .init(number: number, day: "2020-01-01") }
        try await expect(show, Self.showFacts, model.json(ofShow: show))
    }

    private mutating func updateEpisode() async throws {
        guard let id = pick(model.episodes), let (show, season) = model.place(ofEpisode: id),
            var episode = model.shows[show]?.seasons[season]?.episodes[id]
        else { return }
        var members: [String] = []
        if chance(50) {
            episode.number = Int.random(in: 1...6, using: &random)
            members.append(#""number":\#(episode.number)"#)
        }
        if chance(50) {
            episode.title = chance(40) ? nil : fresh("Episode")
            members.append(#""title":\#(episode.title.map { "\"\($0)\"" } ?? "null")"#)
        }
        if chance(50) {
            episode.day = chance(40) ? nil : "2021-02-03"
            members.append(#""airDate":\#(episode.day.map { "\"\($0)\"" } ?? "null")"#)
        }
        let others = model.shows[show]?.seasons[season]?.episodes.filter { $0.key != id } ?? [:]
        let isTaken = others.values.contains { $0.number == episode.number }
        let changed = try await run(
            "updateEpisode", #"{"id":"\#(id)","episode":{\#(members.joined(separator: ","))}}"#, "episode",
            error: isTaken ? "CONFLICT input.episode.number" : nil)
        if changed != nil { model.shows[show]?.seasons[season]?.episodes[id] = episode }
        try await expect(show, Self.showFacts, model.json(ofShow: show))
    }

    /// An episode, a season with its episodes, or a show with all of it.
    private mutating func deletePart() async throws {
        guard let id = pick(model.episodes), let (show, season) = model.place(ofEpisode: id) else { return }
        let force = chance(50)
        let (mutation, target) = [("deleteEpisode", id), ("deleteSeason", season), ("deleteShow", show)][
            Int.random(in: 0..<3, using: &random)]
        var left = model
        switch mutation {
        case "deleteEpisode": left.shows[show]?.seasons[season]?.episodes[id] = nil
        case "deleteSeason": left.shows[show]?.seasons[season] = nil
        default: left.shows[show] = nil
        }
        let hangs = !model.rated.isDisjoint(with: Set(model.episodes).subtracting(left.episodes))
        let error = hangs && !force ? "CONFLICT input.id" : nil
        if try await run(mutation, #"{"id":"\#(target)","force":\#(force)}"#, "deletedId", error: error) != nil {
            model = left
        }
        try await expect(show, Self.showFacts, model.json(ofShow: show))
    }

    // MARK: The viewer

    private mutating func rate() async throws {
        guard let id = pick(model.movies.keys.sorted() + model.episodes) else { return }
        let payload = try await bed.mutate("rate", #"{"subjectId":"\#(id)","stars":4}"#, "__typename", as: viewer)
        #expect(payload.userError == nil, "\(payload.text)")
        model.rated.insert(id)
    }
}
