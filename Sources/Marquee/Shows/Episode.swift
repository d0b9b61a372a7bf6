package import GraphQL

/// A row of `episodes`.
package typealias Episode = Record<EpisodeColumn>

package enum EpisodeColumn: Int, EntityColumn {
    case id, showId, seasonId, seasonNumber, number, absoluteNumber, isSpecial, title, overview, airDate, airsAt
    case hasAired, runtime, milestone, stillUrl, updatedAt
    case ratingSum = 50, ratingCount, ratingHist

    package var expression: String {
        switch self {
        case .isSpecial: "t.season_number = 0"
        case .title: "coalesce(t.title, 'Episode ' || t.number)"
        case .hasAired: "coalesce(t.airs_at <= now(), t.air_date <= current_date, false)"
        case .ratingSum: "coalesce(s.rating_sum, 0)"
        case .ratingCount: "coalesce(s.rating_count, 0)"
        case .ratingHist: "s.rating_hist"
        default: ownColumn
        }
    }

    package static func joins(for columns: AttributeSet) -> String {
        columns & AttributeSet(EpisodeColumn.ratingSum, .ratingCount, .ratingHist) == 0
            ? "" : "left join episode_stats s on s.episode_id = t.id"
    }
}

extension EpisodeColumn {
    package static func dependency(of columns: AttributeSet) -> RowDependency? {
        .of(
            columns,
            [
                (AttributeSet(EpisodeColumn.hasAired), RowDependency(lifetime: RowCaching.minutes)),
                (RatingNeeds.all, RowDependency(lifetime: RowCaching.seconds)),
            ])
    }
}

extension EpisodeColumn: RatedColumn {
    static var weighted: EpisodeColumn? { nil }
}

extension Resolvers<RequestContext> {
    mutating func episodes(_ schema: Schema) {
        object("Episode", Episode.self) { episode in
            let id = AttributeSet(EpisodeColumn.id)
            episode.columns(of: "Episode", in: schema)
            episode.globalID(.episode, EpisodeColumn.id)
            episode.spoilers()
            episode.load("show", needs: AttributeSet(EpisodeColumn.showId)) { episodes, call in
                let keys = episodes.map { $0.int(.showId) }
                return Resolved(try await call.context.one(TitleStatements.byID, keys, needs: call.needs))
            }
            episode.load("season", needs: AttributeSet(EpisodeColumn.seasonId)) { episodes, call in
                let keys = episodes.map { $0.int(.seasonId) }
                return Resolved(try await call.context.one(SeasonStatements.byID, keys, needs: call.needs))
            }
            for (name, template) in [("next", EpisodeStatements.next), ("previous", EpisodeStatements.previous)] {
                episode.load(name, needs: id) { episodes, call in
                    Resolved(try await call.context.one(template, episodes.map { $0.int(.id) }, needs: call.needs))
                }
            }
            episode.load("guestStars", needs: id) { episodes, call in
                try await call.context.page(CreditStatements.guestStars, episodes.map { $0.int(.id) }, call)
            }
            episode.load("crew", needs: id) { episodes, call in
                try await call.context.page(
                    CreditStatements.episodeCrew, episodes.map { $0.int(.id) }, call,
                    [call.arguments.enumNames("departments")])
            }
            episode.ratings(of: .episode, EpisodeColumn.id)
            episode.reviews(of: .episode, EpisodeColumn.id)
            episode.load("externalIds", needs: id) { episodes, call in
                try await call.context.externalIDs(.episodes, of: episodes.map { $0.int(.id) })
            }
        }
        connection("Episode", of: EpisodeColumn.self)
    }
}

extension ObjectBinder where Parent == Episode, Context == RequestContext {
    /// What may spoil: hidden or shown as the argument `spoilers` says (`areHidden`).
    fileprivate mutating func spoilers() {
        bind("overview", whenGiven: "spoilers") {
            $0.loadValues("overview", needs: AttributeSet(EpisodeColumn.id, .overview)) { episodes, call in
                let areHidden = try await call.context.areHidden(episodes, call.arguments)
                return Resolved(zip(episodes, areHidden).map { $1 ? nil : $0.optionalText(.overview) })
            }
        }
        let needs = AttributeSet(EpisodeColumn.id, .stillUrl)
        child("still", needs: needs) { $0.still }
        bind("still", whenGiven: "spoilers") {
            $0.load("still", needs: needs) { episodes, call in
                let areHidden = try await call.context.areHidden(episodes, call.arguments)
                return Resolved(zip(episodes, areHidden).map { $1 ? nil : $0.still })
            }
        }
    }
}

extension Episode {
    fileprivate var still: Image? {
        Image(.still, of: GlobalID(.episode, int(.id)), stored: optionalText(.stillUrl))
    }
}
