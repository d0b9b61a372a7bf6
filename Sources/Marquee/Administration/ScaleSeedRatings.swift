/// Viewers without accounts, so that nobody can sign in as one, and the stars they gave.
struct ScaleSeedRatings {
    let size: ScaleSeedSize
    let keys: ScaleSeedKeys

    static let ofViewer = 10

    var tables: [ScaleSeedTable] {
        [
            ScaleSeedTable("users", "id, username, created_at", units: size.viewers) { [keys] viewer, rows in
                rows += "\(keys.users + viewer + 1)\tmade-viewer-\(viewer + 1)\t2025-01-01 00:00:00+00\n"
            },
            ScaleSeedTable(
                "ratings", "user_id, title_id, stars, rated_at",
                units: size.viewers, rowsPerUnit: Self.ofViewer, write: ratings),
        ]
    }

    /// One title of each tenth, the first ones of a tenth far more often: some have hundreds of votes, most a few.
    private func ratings(_ viewer: Int, _ rows: inout String) {
        var dice = ScaleSeedDice(.ratings, viewer)
        let tenth = size.titles / Self.ofViewer
        for place in 0..<Self.ofViewer {
            let title = place * tenth + dice.skewed(tenth)
            // What is good is good to most: a title has its own mean.
            var quality = ScaleSeedDice(.popularity, title)
            let stars = 1 + (quality.below(7) + dice.below(4))
            rows += "\(keys.users + viewer + 1)\t\(keys.titles + title + 1)\t\(stars)"
            rows += "\t2025-\(1 + dice.below(12))-\(1 + dice.below(28)) 12:00:00+00\n"
        }
    }
}
