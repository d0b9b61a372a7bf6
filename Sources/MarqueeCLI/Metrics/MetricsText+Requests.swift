internal import GraphQL
internal import GraphQLHTTP
internal import Metrics

extension MetricsText {
    /// GraphQL: requests, prepared operations, batches.
    mutating func addRequests(_ loops: [LoopReadings]) {
        var operations: [String: RequestStatistics] = [:]
        for loop in loops { operations.merge(loop.requests) { $0 + $1 } }
        let sorted = operations.sorted { $0.key < $1.key }
        begin(.counter, "marquee_requests_total", "GraphQL requests by operation name and outcome.")
        for (name, requests) in sorted {
            for ending in RequestEnding.allCases where requests[ending] > 0 {
                add(requests[ending], ["operation": name, "outcome": ending.label])
            }
        }
        begin(.histogram, "marquee_request_duration_seconds", "From the whole request to its answer.")
        for (name, requests) in sorted where requests.durations.count > 0 {
            add(requests.durations, ["operation": name])
        }
        addLimits(loops)
        addDocuments(loops)
        begin(.histogram, "marquee_loader_batch_keys", "Keys of all requests that left in one SQL statement.")
        add(loops.sum(.sizes) { $0.batchSizes })
    }

    private mutating func addLimits(_ loops: [LoopReadings]) {
        begin(.counter, "marquee_limits_exceeded_total", "Operations that a limit refused or cut short.")
        for limit in OperationLimit.allCases {
            add(loops.sum { $0.limits[limit] }, ["limit": limit.rawValue])
        }
    }

    private mutating func addDocuments(_ loops: [LoopReadings]) {
        begin(.counter, "marquee_document_cache_lookups_total", "Documents that were known (hit) or prepared (miss).")
        add(loops.sum { $0.documents.hits }, ["result": "hit"])
        add(loops.sum { $0.documents.misses }, ["result": "miss"])
        add(
            .gauge, "marquee_document_cache_entries", "Prepared operations that are kept.",
            loops.sum { $0.documents.count })
        add(
            .gauge, "marquee_document_cache_bytes", "Estimated memory of the prepared operations.",
            loops.sum { $0.documents.size })
    }
}

extension RequestStatistics {
    fileprivate static func + (left: RequestStatistics, right: RequestStatistics) -> RequestStatistics {
        var sum = left
        sum += right
        return sum
    }
}
