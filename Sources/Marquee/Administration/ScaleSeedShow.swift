/// How long a made-up show is. Shows come in rounds of twenty: one of 10 seasons by 20 episodes, four of 5 by 12, ten of
/// 3 by 10, four of 1 by 15, and one that is only planned.
struct ScaleSeedShow {
    static let round = 20
    static let seasonsOfRound = lengths.reduce(0) { $0 + $1.seasons }
    static let episodesOfRound = lengths.reduce(0) { $0 + $1.seasons * $1.episodes }

    private static let lengths: [(seasons: Int, episodes: Int)] =
        [(10, 20)] + Array(repeating: (5, 12), count: 4) + Array(repeating: (3, 10), count: 10)
        + Array(repeating: (1, 15), count: 4) + [(0, 0)]
    private static let before: [(seasons: Int, episodes: Int)] = lengths.indices.map { place in
        lengths[..<place].reduce((0, 0)) { ($0.seasons + $1.seasons, $0.episodes + $1.seasons * $1.episodes) }
    }

    let seasons: Int
    /// Of each season.
    let episodes: Int
    /// How many seasons and episodes the shows before it have.
    let seasonsBefore: Int
    let episodesBefore: Int
    private let firstYear: Int

    init(_ index: Int) {
        let (rounds, place) = index.quotientAndRemainder(dividingBy: Self.round)
        (seasons, episodes) = Self.lengths[place]
        seasonsBefore = rounds * Self.seasonsOfRound + Self.before[place].seasons
        episodesBefore = rounds * Self.episodesOfRound + Self.before[place].episodes
        var dice = ScaleSeedDice(.show, index)
        firstYear = 1960 + dice.below(66)
    }

    /// When an episode was first shown; both are counted from 1.
    func airDate(season: Int, episode: Int) -> String {
        "\(firstYear + season - 1)-\(1 + episode / 2)-\(1 + episode % 2 * 14)"
    }

    func milestone(season: Int, episode: Int) -> String {
        switch (season, episode) {
        case (1, 1): "series_premiere"
        case (_, 1): "season_premiere"
        case (_, episodes): "season_finale"
        default: #"\N"#
        }
    }
}
