import PostgreSQL

/// What is kept up to date beside requests. Names are those of the function `run_job`, which does a job unless it was
/// done lately or another server is at it.
enum Job: String, CaseIterable {
    /// Adds votes, plays and entries to the statistics of titles, and to the counters of the hour.
    case statistics
    /// The charts of what rises.
    case trending
    /// The popularity of titles and people, and with it the names that search asks first.
    case popularity
    /// How many names have a word.
    case words
    /// Forgets what trends no longer look back to.
    case activity
    /// Up next and states of shows for which a day of airing has come.
    case airings

    /// How long what was done counts as done.
    var interval: Duration {
        switch self {
        case .statistics: .zero
        case .trending: .seconds(15 * 60)
        case .popularity, .airings: .seconds(60 * 60)
        case .words, .activity: .seconds(24 * 60 * 60)
        }
    }

    /// Gives true if the job was done now.
    static let run = Statement(
        "run_job", effect: .write, "select run_job($1::text, make_interval(secs => $2::double precision))")

    var parameters: [Parameter] { [.text(rawValue), .int(interval.components.seconds)] }
}
