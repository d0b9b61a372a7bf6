/// The screens of a client and what it writes from them, as operations of one document: each is asked for by its name.
enum SampleOperations {
    static let document = #"""
        "Home: works signed in and signed out; `viewer` is simply null for strangers."
        query Home {
          viewer {
            user { username avatar { url(size: SMALL) } }
            upNext(first: 10) { nodes { ...UpNextCard } }
            calendar(days: 7) { date entries { type title { id title } episode { seasonNumber number } at watched } }
          }
          trending(kind: MOVIE, window: WEEK, first: 12) { computedAt edges { rank node { ...TitleCard } } }
          popular(first: 12) { nodes { ...TitleCard } }
          upcoming(days: 30, first: 6) { nodes { ...TitleCard releaseDate } }
          airingToday(first: 6) { nodes { id seasonNumber number title show { id title } } }
          recentReviews(first: 5) { nodes { ...ReviewCard subject { id ... on Title { title } } } }
        }

        "One poster of a wall, movie or show."
        fragment TitleCard on Title {
          id
          kind
          slug
          title
          year
          poster { url(size: MEDIUM) }
          ratings { average count }
          viewerState { status favorite stars }
        }

        "One line of up next."
        fragment UpNextCard on UpNextItem {
          title { id title backdrop { url(size: LARGE) } }
          episode { id seasonNumber number title still(spoilers: AUTO) { url } runtime }
          episodesLeft
          reason
        }

        "A review with its author."
        fragment ReviewCard on Review {
          id
          author { username displayName avatar { url(size: TINY) } }
          stars
          body(spoilers: AUTO)
          containsSpoilers
          likeCount
          viewerLikes
          createdAt
        }

        "Title page, of a movie or a show, by the slug in the address bar or by ID."
        query TitlePage($by: TitleBy!) {
          title(by: $by) {
            ...TitleCard
            originalTitle
            tagline
            overview
            status
            runtime
            genres { slug name }
            keywords(first: 10) { name }
            backdrop { url(size: ORIGINAL) }
            externalIds { imdb tmdb }
            cast(first: 12) { edges { node { character person { id name portrait { url(size: SMALL) } } } } pageInfo { hasNextPage endCursor } }
            crew(departments: [DIRECTING, WRITING], first: 10) { nodes { job person { id name } } }
            ratings { average weightedAverage count histogram { stars count } }
            reviews(first: 5, filter: {withoutSpoilers: true}) { totalCount nodes { ...ReviewCard } }
            viewerState {
              review { id body }
              watchCount
              lastWatchedAt
              lists { id name }
              plays(first: 5) { nodes { id watchedAt precision isRewatch } }
            }
            ... on Movie { directors { id name } }
            ... on Show {
              creators { id name }
              networks { name }
              seasonCount
              episodeCount
              nextEpisodeToAir { seasonNumber number airDate title }
              seasons { id number title episodeCount airDate poster { url(size: SMALL) } viewerProgress { watchedCount airedCount isComplete } }
              viewerProgress { percent watchedCount airedCount isCaughtUp nextEpisode { id seasonNumber number title } runs { number startedAt finishedAt } }
            }
          }
        }

        "Season page."
        query SeasonPage($show: ID!, $number: Int!) {
          show(id: $show) {
            id
            title
            season(number: $number) {
              id
              title
              overview
              airDate
              ratings { average count }
              viewerRating
              viewerProgress { watchedCount airedCount completedAt }
              episodes(first: 100) {
                nodes {
                  id
                  number
                  title
                  overview(spoilers: AUTO)
                  airDate
                  runtime
                  milestone
                  still(spoilers: AUTO) { url(size: SMALL) }
                  ratings { average }
                  viewerState { watched lastWatchedAt stars }
                }
              }
            }
          }
        }

        "Person page."
        query PersonPage($id: ID!, $after: String) {
          person(id: $id) {
            name
            biography
            birthDate
            deathDate
            birthPlace
            portrait { url(size: LARGE) }
            knownForDepartment
            knownFor(first: 8) { ...TitleCard }
            credits(departments: [ACTING], first: 50, after: $after) {
              nodes { character episodeCount title { id kind title year viewerState { watchCount } } }
              pageInfo { hasNextPage endCursor }
            }
          }
        }

        "Search page with facets."
        query Search($text: String!, $filter: TitleFilter, $after: String) {
          search(query: $text, types: [MOVIE, SHOW, PERSON, EPISODE], filter: $filter, first: 20, after: $after) {
            totalCount
            didYouMean
            facets(fields: [TYPE, GENRE, DECADE, LANGUAGE]) { field values { value label count } }
            edges {
              score
              node {
                __typename
                ... on Title { ...TitleCard }
                ... on Person { id name knownForDepartment portrait { url(size: SMALL) } }
                ... on Episode { id title seasonNumber number show { id title } }
              }
            }
            pageInfo { hasNextPage endCursor }
          }
        }

        "Watchlist: a list like any other, in the viewer's own order."
        query Watchlist($after: String) {
          viewer {
            systemList(kind: WATCHLIST) {
              id
              entryCount
              entries(orderBy: {field: PRIORITY}, first: 50, after: $after) {
                nodes { id position priority note addedAt subject { ... on Title { ...TitleCard runtime genres { name } } } }
                pageInfo { hasNextPage endCursor }
              }
            }
            lists(kind: CUSTOM, first: 20) { nodes { id name privacy entryCount viewerWatchedCount } }
          }
        }

        "Up next and what is in progress."
        query UpNext($after: String) {
          viewer {
            upNext(orderBy: RECENTLY_AIRED, first: 20, after: $after) {
              nodes { ...UpNextCard progress { percent minutesLeft seasons { season { number } watchedCount airedCount isComplete } } }
              pageInfo { hasNextPage endCursor }
            }
            progress(filter: {statuses: [WATCHING], caughtUp: false}, first: 20) {
              nodes { show { id title } run { number } percent minutesLeft lastWatchedAt }
            }
          }
        }

        "Profile with statistics."
        query Profile($range: DateRangeInput) {
          viewer {
            user { username displayName bio avatar { url } createdAt lists(first: 5) { totalCount nodes { name entryCount } } reviews(first: 5) { totalCount nodes { ...ReviewCard } } }
            settings { timeZone languages spoilers privacy }
            statistics(range: $range) {
              moviePlays
              episodePlays
              minutes
              showsCompleted
              seasonsCompleted
              undatedPlays
              timeline(step: MONTH) { date movies episodes minutes }
              byGenre(first: 8) { genre { name } plays minutes averageStars }
              topRated(first: 10) { stars subject { id ... on Title { title year } } }
              ratings { average histogram { stars count } }
              binges { count longestEpisodes longestShow { title } longestOn averageDaysPerSeason }
            }
            history(filter: {kind: MOVIE}, first: 20) { nodes { id watchedAt precision title { id title } episode { seasonNumber number } } }
            ratings(filter: {starsFrom: 4.5, level: TITLE}, first: 20) { nodes { stars ratedAt subject { id } } }
          }
        }

        "What every mutation can be asked."
        fragment Problem on UserError {
          code
          message
          path
          ... on AccessError { retryAfter }
          ... on ValidationError { min max }
          ... on ConflictError { existing { id } }
        }

        "Mark watched from the up-next screen; the answer holds what the screen shows next."
        mutation MarkWatched($episode: ID!, $key: String!) {
          markEpisodeWatched(input: {episodeId: $episode, watchedAt: {now: true}, andEarlier: true, idempotencyKey: $key}) {
            episode { id viewerState { watched lastWatchedAt } }
            progress { percent isCaughtUp isComplete nextEpisode { id seasonNumber number title } }
            plays { id }
            userErrors { ...Problem }
          }
        }

        "Review with stars in one step."
        mutation WriteReview($subject: ID!, $body: String!) {
          saveReview(input: {subjectId: $subject, body: $body, stars: 4.5, containsSpoilers: false}) {
            review { ...ReviewCard }
            subject { id ratings { average count } }
            userErrors { ...Problem }
          }
        }
        """#
}
