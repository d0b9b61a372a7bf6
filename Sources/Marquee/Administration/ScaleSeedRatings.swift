/// Viewers without accounts, so that nobody can sign in as one, the stars they gave, and what they wrote.
struct ScaleSeedRatings {
    let size: ScaleSeedSize
    let keys: ScaleSeedKeys

    static let ofViewer = 10
    /// Of titles they rated, and of as many others.
    static let reviewsOfViewer = 2 * ofViewer

    private struct Vote {
        /// Counted from 0.
        let title: Int
        let stars: Int
        let day: String
    }

    var tables: [ScaleSeedTable] {
        [
            ScaleSeedTable("users", "id, username, created_at", units: size.viewers) { [keys] viewer, rows in
                rows += "\(keys.users + viewer + 1)\tmade-viewer-\(viewer + 1)\t2025-01-01 00:00:00+00\n"
            },
            ScaleSeedTable(
                "ratings", "user_id, title_id, stars, rated_at",
                units: size.viewers, rowsPerUnit: Self.ofViewer, write: ratings),
            ScaleSeedTable(
                "reviews", "author_id, title_id, stars, body, contains_spoilers, created_at",
                units: size.viewers, rowsPerUnit: Self.reviewsOfViewer, write: reviews),
        ]
    }

    /// One title of each tenth, the first ones of a tenth far more often: some have hundreds of votes, most a few.
    private func votes(of viewer: Int) -> [Vote] {
        var dice = ScaleSeedDice(.ratings, viewer)
        return (0..<Self.ofViewer).map { place in
            let title = place * tenth + dice.skewed(tenth)
            // What is good is good to most: a title has its own mean.
            var quality = ScaleSeedDice(.popularity, title)
            let stars = 1 + (quality.below(7) + dice.below(4))
            return Vote(title: title, stars: stars, day: "2025-\(1 + dice.below(12))-\(1 + dice.below(28))")
        }
    }

    private var tenth: Int { size.titles / Self.ofViewer }

    private func ratings(_ viewer: Int, _ rows: inout String) {
        for vote in votes(of: viewer) {
            rows +=
                "\(keys.users + viewer + 1)\t\(keys.titles + vote.title + 1)\t\(vote.stars)\t\(vote.day) 12:00:00+00\n"
        }
    }

    /// A review of each title they rated, and one without stars of another one in the same tenth.
    private func reviews(_ viewer: Int, _ rows: inout String) {
        var dice = ScaleSeedDice(.reviews, viewer)
        for (place, vote) in votes(of: viewer).enumerated() {
            let first = place * tenth
            let other = first + (vote.title - first + 1 + dice.skewed(tenth - 1)) % tenth
            for (title, stars) in [(vote.title, "\(vote.stars)"), (other, "\\N")] {
                let time = "\(vote.day) \(dice.below(24)):\(dice.below(60)):\(dice.below(60))+00"
                rows +=
                    "\(keys.users + viewer + 1)\t\(keys.titles + title + 1)\t\(stars)\t\(ScaleSeedWords.plot(&dice))"
                rows += "\t\(dice.percent(10) ? "t" : "f")\t\(time)\n"
            }
        }
    }
}
