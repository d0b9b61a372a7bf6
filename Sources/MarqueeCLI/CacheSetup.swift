internal import EventLoop
internal import GraphQLHTTP
internal import Marquee
internal import Redis

extension ServerContext {
    /// The caches of a loop, as far as the settings want them.
    func caches(_ own: LoopResources) -> LoopCaches {
        let watch = CatalogueWatch(loop: own.loop, pool: own.pool)
        watch.listen(to: notifications)
        let shelf = SharedShelf(redis: own.redis, watch: watch, deployment: deployment)
        let mode = settings.cache
        // Half for answers, half for rows, on each loop alike.
        let capacity = settings.cacheSize << 20 / settings.loops / 2
        let rows = RowCache(loop: own.loop, capacity: capacity, watch: watch, shelf: mode == .on ? shelf : nil)
        // Answers that tell how they came about are of one request only.
        let keepsAnswers = mode == .on && !settings.showsDebugExtensions
        let answers = AnswerCache(
            loop: own.loop, capacity: capacity, salt: MarqueeSchema.fingerprint(publicURL: publicURL),
            shared: shelf.answers, currentNumber: { watch.number(at: $0) })
        return LoopCaches(
            in: cacheHouse, loop: own.loop, watch: watch, rows: mode == .off ? nil : rows,
            answers: keepsAnswers ? answers : nil)
    }
}
