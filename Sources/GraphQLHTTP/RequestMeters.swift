import EventLoop

/// Counts the requests of one operation name; whoever runs the operation holds it, so that nothing is looked up.
typealias RequestMeter = LoopBound<RequestStatistics>

/// The meters of one loop by operation name.
///
/// Clients choose the names, so their number and length are bounded: what goes beyond counts as `other`.
struct RequestMeters {
    static let mostNames = 200
    static let longestName = 100

    /// Requests that did not reach an operation.
    let none: RequestMeter
    private let anonymous: RequestMeter
    private let other: RequestMeter
    private var named: [String: RequestMeter]

    init(loop: EventLoop) {
        none = RequestMeter(loop, RequestStatistics())
        anonymous = RequestMeter(loop, RequestStatistics())
        other = RequestMeter(loop, RequestStatistics())
        // Operations that call themselves so are counted with them, since no two meters may have one name.
        named = ["none": none, "anonymous": anonymous, "other": other]
    }

    mutating func meter(ofOperation name: String?) -> RequestMeter {
        guard let name else { return anonymous }
        if let known = named[name] { return known }
        guard named.count < Self.mostNames, name.utf8.count <= Self.longestName else { return other }
        let meter = RequestMeter(other.loop, RequestStatistics())
        named[name] = meter
        return meter
    }

    /// By name.
    var statistics: [String: RequestStatistics] { named.mapValues { meter in meter.withValue { $0 } } }
}
