internal import Metrics
internal import Redis

extension MetricsText {
    mutating func addRedis(_ loops: [LoopReadings]) {
        add(
            .gauge, "marquee_redis_connections", "Connections to Redis that are open.",
            loops.sum { $0.redis.isUp ? 1 : 0 })
        add(
            .counter, "marquee_redis_connections_lost_total", "Connections to Redis that ended by themselves.",
            loops.sum { $0.redis.connectionsLost })
        add(.counter, "marquee_redis_commands_total", "Commands sent.", loops.sum { $0.redis.commands })
        add(
            .counter, "marquee_redis_errors_total", "Commands that lost their connection, or waited for too long.",
            loops.sum { $0.redis.failures })
        add(
            .counter, "marquee_redis_timeouts_total", "Commands that waited for too long.",
            loops.sum { $0.redis.timeouts })
        add(
            .counter, "marquee_redis_bypassed_total", "Commands not sent, because Redis was away or too busy.",
            loops.sum { $0.redis.bypassed })
    }
}
