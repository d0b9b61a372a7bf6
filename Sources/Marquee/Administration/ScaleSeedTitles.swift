/// Titles and what hangs on them alone. Movies are numbered first, then shows.
struct ScaleSeedTitles {
    let size: ScaleSeedSize
    let keys: ScaleSeedKeys

    var tables: [ScaleSeedTable] {
        [
            ScaleSeedTable("genres", "id, slug, name", units: size.genres) { [keys] genre, rows in
                rows += "\(keys.genres + genre + 1)\tmade-genre-\(genre + 1)\tMade genre \(genre + 1)\n"
            },
            ScaleSeedTable("keywords", "id, name", units: size.keywords) { [keys] keyword, rows in
                rows += "\(keys.keywords + keyword + 1)\tmade keyword \(keyword + 1)\n"
            },
            ScaleSeedTable("networks", "id, name, country", units: size.networks) { [keys] network, rows in
                rows += "\(keys.networks + network + 1)\tMade Network \(network + 1)\tUS\n"
            },
            ScaleSeedTable(
                "titles",
                "id, kind, slug, title, original_title, original_language, sort_title, tagline, overview, release_date, "
                    + "last_air_date, runtime, status, show_type, countries, spoken_languages, adult, season_count, "
                    + "episode_count, created_at, updated_at, genre_ids",
                units: size.titles,
                write: { title, rows in
                    if title < size.movies { movie(title, &rows) } else { show(title - size.movies, &rows) }
                    rows += "\t{\(genres(of: title).map(String.init).joined(separator: ","))}\n"
                }),
            translations, genres, keywords, networks, popularity,
        ]
    }

    private func key(_ title: Int) -> Int { keys.titles + title + 1 }

    private func movie(_ movie: Int, _ rows: inout String) {
        var dice = ScaleSeedDice(.movie, movie)
        let status = dice.percent(90) ? "released" : dice.pick(["rumored", "planned", "in_production", "canceled"])
        let released =
            dice.percent(97) ? "\(1930 + dice.below(96))-\(1 + dice.below(12))-\(1 + dice.below(28))" : #"\N"#
        let runtime = dice.percent(95) ? "\(60 + dice.skewed(180))" : #"\N"#
        rows +=
            "\(key(movie))\tmovie\tmade-movie-\(movie + 1)\t\(texts(&dice))\t\(released)\t\\N\t\(runtime)\t\(status)\t\\N"
        rows += "\t\(places(&dice))\t0\t0\t\(created(&dice))"
    }

    private func show(_ show: Int, _ rows: inout String) {
        let length = ScaleSeedShow(show)
        // The first number went into the year.
        var dice = ScaleSeedDice(.show, show)
        _ = dice.fraction()
        let isPlanned = length.seasons == 0
        let status = isPlanned ? "planned" : dice.pick(["returning", "ended", "ended", "canceled"])
        let first = isPlanned ? #"\N"# : length.airDate(season: 1, episode: 1)
        let last = isPlanned ? #"\N"# : length.airDate(season: length.seasons, episode: length.episodes)
        let type = dice.pick(["scripted", "scripted", "scripted", "documentary", "reality", "animation"])
        rows += "\(key(size.movies + show))\tshow\tmade-show-\(show + 1)\t\(texts(&dice))\t\(first)\t\(last)"
        rows += "\t\(20 + dice.below(5) * 10)\t\(status)\t\(type)\t\(places(&dice))"
        rows += "\t\(length.seasons)\t\(length.seasons * length.episodes)\t\(created(&dice))"
    }

    /// The columns from `title` to `overview`.
    private func texts(_ dice: inout ScaleSeedDice) -> String {
        let title = ScaleSeedWords.title(&dice)
        let language = Self.languages[dice.skewed(Self.languages.count)]
        let original = language == "en" ? title : ScaleSeedWords.title(&dice)
        return "\(title)\t\(original)\t\(language)\t\(title.lowercased())\tEvery \(dice.below(100)) years."
            + "\t\(ScaleSeedWords.plot(&dice))"
    }

    /// The columns from `countries` to `adult`.
    private func places(_ dice: inout ScaleSeedDice) -> String {
        let country = Self.countries[dice.skewed(Self.countries.count)]
        let other = dice.percent(20) ? ",\(dice.pick(Self.countries.filter { $0 != country }))" : ""
        let language = Self.languages[dice.skewed(Self.languages.count)]
        return "{\(country)\(other)}\t{\(language)}\t\(dice.percent(2) ? "t" : "f")"
    }

    /// When the row was made and last changed.
    private func created(_ dice: inout ScaleSeedDice) -> String {
        let instant =
            "2025-\(1 + dice.below(12))-\(1 + dice.below(28)) \(dice.below(24)):\(dice.below(60)):\(dice.below(60))+00"
        return "\(instant)\t\(instant)"
    }

    private var translations: ScaleSeedTable {
        ScaleSeedTable("title_texts", "title_id, language, title, overview", units: size.titles) { title, rows in
            var dice = ScaleSeedDice(.translations, title)
            for language in ["de", "fr", "pt-BR"] where dice.percent(25) {
                rows += "\(key(title))\t\(language)\t\(ScaleSeedWords.title(&dice)) (\(language))"
                rows += "\t\(ScaleSeedWords.plot(&dice))\n"
            }
        }
    }

    private var genres: ScaleSeedTable {
        ScaleSeedTable("title_genres", "title_id, genre_id, ordinal", units: size.titles, rowsPerUnit: 2) {
            title, rows in
            for (ordinal, genre) in genres(of: title).enumerated() { rows += "\(key(title))\t\(genre)\t\(ordinal)\n" }
        }
    }

    /// Keys of one to three, the first ones of the list often.
    private func genres(of title: Int) -> [Int] {
        var dice = ScaleSeedDice(.genres, title)
        let first = dice.skewed(size.genres)
        let half = size.genres / 2
        let others = [first + 1 + dice.below(half - 1), first + half + dice.below(half - 1)]
        return ([first] + others.prefix(dice.below(3))).map { keys.genres + $0 % size.genres + 1 }
    }

    /// One of each tenth of the keywords, and of a tenth the first ones far more often: some are common, most rare.
    private var keywords: ScaleSeedTable {
        let tenth = size.keywords / 10
        return ScaleSeedTable("title_keywords", "title_id, keyword_id, ordinal", units: size.titles, rowsPerUnit: 4) {
            title, rows in
            var dice = ScaleSeedDice(.keywords, title)
            let start = dice.below(10)
            for ordinal in 0..<4 {
                let keyword = (start + ordinal) % 10 * tenth + dice.skewed(tenth)
                rows += "\(key(title))\t\(keys.keywords + keyword + 1)\t\(ordinal)\n"
            }
        }
    }

    private var networks: ScaleSeedTable {
        ScaleSeedTable("title_networks", "title_id, network_id", units: size.shows) { show, rows in
            var dice = ScaleSeedDice(.networks, show)
            rows += "\(key(size.movies + show))\t\(keys.networks + dice.skewed(size.networks) + 1)\n"
        }
    }

    /// A few titles are known to all, most to nobody.
    private var popularity: ScaleSeedTable {
        ScaleSeedTable("title_stats", "title_id, kind, base_popularity", units: size.titles) { title, rows in
            var dice = ScaleSeedDice(.popularity, title)
            let place = dice.fraction() * dice.fraction() * dice.fraction()
            rows += "\(key(title))\t\(title < size.movies ? "movie" : "show")\t\(Float(place * 1000))\n"
        }
    }

    private static let languages = ["en", "ja", "fr", "de", "es", "ko", "it", "pt", "hi", "tr", "sv", "da"]
    private static let countries = ["US", "GB", "JP", "FR", "DE", "ES", "KR", "IT", "BR", "IN", "TR", "SE", "DK"]
}
