internal import EventLoop
internal import GraphQLHTTP
internal import HTTPServer
internal import Metrics
internal import PostgreSQL
internal import Redis

/// What one loop has counted at a moment.
struct LoopReadings: Sendable {
    var loopName: String
    var loop: LoopStatistics
    /// Nil while the loop does not serve.
    var http: HTTPServerStatistics?
    /// By the operation's name.
    var requests: [String: RequestStatistics]
    var limits: LimitStatistics
    var documents: DocumentCacheStatistics
    var batchSizes: Histogram
    /// Of caches; nil for those that are off.
    var answers: CacheStatistics?
    var rows: CacheStatistics?
    var lists: CacheStatistics?
    var pool: PoolStatistics
    var redis: RedisStatistics
}

extension [LoopReadings] {
    /// The sum of a number over all loops.
    func sum(_ number: (LoopReadings) -> Int) -> Int { reduce(0) { $0 + number($1) } }

    /// All loops' measurements together.
    func sum(_ scale: Histogram.Scale, _ histogram: (LoopReadings) -> Histogram) -> Histogram {
        reduce(into: Histogram(scale)) { $0 += histogram($1) }
    }
}

/// The text of `/metrics`. Each loop is asked on its own thread, so that counting needs no lock.
func metricsPage(of servers: [LoopServer]) async -> String {
    var readings: [LoopReadings] = []
    for server in servers { readings.append(await server.loop.call { server.readings() }) }
    var text = MetricsText()
    text.addRequests(readings)
    text.addCaches(readings)
    text.addDatabase(readings)
    text.addRedis(readings)
    text.addHTTP(readings)
    text.addLoops(readings)
    text.addProcess(ProcessReadings())
    return text.text
}

extension EventLoop {
    /// Runs `body` on this loop; the caller may be a task of another one.
    fileprivate func call<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            execute { continuation.resume(returning: body()) }
        }
    }
}
