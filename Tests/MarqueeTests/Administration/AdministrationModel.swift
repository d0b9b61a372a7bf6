/// The catalogue as an administrator's mutations should leave it: plain values, by global ID.
struct AdministrationModel {
    struct Credit: Equatable {
        let person: String
        let character: String
    }

    struct Movie {
        var title: String
        var tagline: String?
        var runtime: Int?
        var genres: [String] = []
        var keywords: [String] = []
        var cast: [Credit] = []
        var german: String?
        var tmdb: Int?
    }

    struct Person {
        var name: String
        var place: String?
        var tmdb: Int?
    }

    struct Episode {
        var number: Int
        var title: String?
        var day: String?
    }

    struct Season {
        var number: Int
        var episodes: [String: Episode] = [:]
    }

    struct Show {
        var title: String
        var seasons: [String: Season] = [:]
    }

    var movies: [String: Movie] = [:]
    var people: [String: Person] = [:]
    /// Slugs.
    var genres: [String: String] = [:]
    var shows: [String: Show] = [:]
    /// Movies and episodes that the viewer rated.
    var rated: Set<String> = []

    // MARK: What is read

    /// As `AdministrationWalk.movieFacts` selects it.
    func json(ofMovie id: String) -> String {
        guard let movie = movies[id] else { return "null" }
        let cast = movie.cast.map { credit in
            #"{"character":"\#(credit.character)","person":{"name":"\#(people[credit.person]?.name ?? "")"}}"#
        }
        return #"{"title":"\#(movie.title)","tagline":\#(text(movie.tagline)),"runtime":\#(number(movie.runtime)),"#
            + #""genres":[\#(list(movie.genres.map { #"{"slug":"\#(genres[$0] ?? "")"}"# }))],"#
            + #""keywords":[\#(list(movie.keywords.map { #"{"name":"\#($0)"}"# }))],"cast":{"nodes":[\#(list(cast))]},"#
            + #""german":\#(text(movie.german ?? movie.title)),"externalIds":{"tmdb":\#(number(movie.tmdb))}}"#
    }

    /// As `AdministrationWalk.personFacts` selects it.
    func json(ofPerson id: String) -> String {
        guard let person = people[id] else { return "null" }
        return #"{"name":"\#(person.name)","birthPlace":\#(text(person.place)),"#
            + #""externalIds":{"tmdb":\#(number(person.tmdb))}}"#
    }

    /// As `AdministrationWalk.showFacts` selects it.
    func json(ofShow id: String) -> String {
        guard let show = shows[id] else { return "null" }
        let regular = show.seasons.values.filter { $0.number > 0 && !$0.episodes.isEmpty }
        let seasons = show.seasons.values.sorted { $0.number < $1.number }.map { season in
            let episodes = season.episodes.values.sorted { $0.number < $1.number }.map { episode in
                #"{"number":\#(episode.number),"seasonNumber":\#(season.number),"#
                    + #""title":"\#(episode.title ?? "Episode \(episode.number)")","airDate":\#(text(episode.day))}"#
            }
            return #"{"number":\#(season.number),"episodeCount":\#(season.episodes.count),"#
                + #""episodes":{"nodes":[\#(list(episodes))]}}"#
        }
        return #"{"title":"\#(show.title)","seasonCount":\#(regular.count),"#
            + #""episodeCount":\#(regular.reduce(0) { $0 + $1.episodes.count }),"seasons":[\#(list(seasons))]}"#
    }

    private func text(_ value: String?) -> String { value.map { "\"\($0)\"" } ?? "null" }
    private func number(_ value: Int?) -> String { value.map { "\($0)" } ?? "null" }
    private func list(_ items: [String]) -> String { items.joined(separator: ",") }

    // MARK: What goes

    mutating func deletePerson(_ id: String) {
        people[id] = nil
        for movie in movies.keys { movies[movie]?.cast.removeAll { $0.person == id } }
    }

    mutating func deleteGenre(_ id: String, heir: String?) {
        genres[id] = nil
        for key in movies.keys {
            guard let place = movies[key]?.genres.firstIndex(of: id) else { continue }
            if let heir, movies[key]?.genres.contains(heir) == false {
                movies[key]?.genres[place] = heir
            } else {
                movies[key]?.genres.remove(at: place)
            }
        }
    }

    /// The show and the season of an episode.
    func place(ofEpisode id: String) -> (show: String, season: String)? {
        for (show, value) in shows {
            for (season, value) in value.seasons where value.episodes[id] != nil { return (show, season) }
        }
        return nil
    }

    var episodes: [String] { shows.values.flatMap { $0.seasons.values.flatMap(\.episodes.keys) }.sorted() }
    var seasons: [(show: String, season: String)] {
        shows.keys.sorted().flatMap { show in (shows[show]?.seasons.keys.sorted() ?? []).map { (show, $0) } }
    }
}
