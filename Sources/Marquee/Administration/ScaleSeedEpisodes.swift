/// Seasons and episodes, written show by show.
struct ScaleSeedEpisodes {
    let size: ScaleSeedSize
    let keys: ScaleSeedKeys

    var tables: [ScaleSeedTable] {
        [
            ScaleSeedTable(
                "seasons", "id, show_id, number, title, air_date, episode_count, updated_at",
                units: size.shows, rowsPerUnit: 3, write: seasons),
            ScaleSeedTable(
                "episodes",
                "id, show_id, season_id, season_number, number, absolute_number, title, overview, air_date, runtime, "
                    + "milestone, updated_at",
                units: size.shows, rowsPerUnit: 40, write: episodes),
        ]
    }

    private func key(_ show: Int) -> Int { keys.titles + size.movies + show + 1 }

    private func seasons(_ show: Int, _ rows: inout String) {
        let length = ScaleSeedShow(show)
        for number in 1..<(length.seasons + 1) {
            rows += "\(keys.seasons + length.seasonsBefore + number)\t\(key(show))\t\(number)\tSeason \(number)"
            rows += "\t\(length.airDate(season: number, episode: 1))\t\(length.episodes)\t2025-12-31 00:00:00+00\n"
        }
    }

    private func episodes(_ show: Int, _ rows: inout String) {
        let length = ScaleSeedShow(show)
        var dice = ScaleSeedDice(.show, show)
        var absolute = 0
        for season in 1..<(length.seasons + 1) {
            for number in 1..<(length.episodes + 1) {
                absolute += 1
                rows += "\(keys.episodes + length.episodesBefore + absolute)\t\(key(show))"
                rows += "\t\(keys.seasons + length.seasonsBefore + season)\t\(season)\t\(number)\t\(absolute)"
                rows += "\t\(ScaleSeedWords.title(&dice))\t\(ScaleSeedWords.plot(&dice))"
                rows += "\t\(length.airDate(season: season, episode: number))\t\(20 + dice.below(5) * 10)"
                rows += "\t\(length.milestone(season: season, episode: number))\t2025-12-31 00:00:00+00\n"
            }
        }
    }
}
