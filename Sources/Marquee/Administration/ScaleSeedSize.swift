/// How many rows a made-up catalogue has.
package struct ScaleSeedSize: Equatable, Sendable {
    package let movies: Int
    package let shows: Int
    package let people: Int
    let keywords: Int
    let viewers: Int
    let genres = 24
    let networks = 60

    /// The scales there are: below, bands of rows would run empty; above, keys of counted things outgrow a small machine.
    package static let scales = 0.01...10

    /// - Parameter scale: 1 stands for 100,000 movies; nil comes of one that is not among `scales`.
    package init?(scale: Double) {
        guard Self.scales.contains(scale) else { return nil }
        /// So many at scale 1, as a multiple of what makes a whole round.
        func count(_ atScale1: Int, of round: Int = 1) -> Int {
            Int((Double(atScale1) * scale / Double(round)).rounded()) * round
        }
        movies = count(100_000)
        shows = count(10_000, of: ScaleSeedShow.round)
        people = count(200_000, of: ScaleSeedPeople.round)
        keywords = count(5_000, of: 10)
        viewers = count(50_000)
    }

    package var titles: Int { movies + shows }
    package var seasons: Int { shows / ScaleSeedShow.round * ScaleSeedShow.seasonsOfRound }
    package var episodes: Int { shows / ScaleSeedShow.round * ScaleSeedShow.episodesOfRound }
    package var credits: Int { movies * ScaleSeedCredits.ofMovie + shows * ScaleSeedCredits.ofShow }
    var ratings: Int { viewers * ScaleSeedRatings.ofViewer }
    var reviews: Int { viewers * ScaleSeedRatings.reviewsOfViewer }
}

extension ScaleSeedSize: CustomStringConvertible {
    package var description: String {
        "\(movies) movies, \(shows) shows, \(seasons) seasons, \(episodes) episodes, \(people) people, "
            + "\(credits) credits, \(viewers) users, \(ratings) ratings, \(reviews) reviews"
    }
}
