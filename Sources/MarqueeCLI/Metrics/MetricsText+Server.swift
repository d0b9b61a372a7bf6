internal import EventLoop
internal import HTTPServer
internal import Metrics

extension MetricsText {
    mutating func addHTTP(_ loops: [LoopReadings]) {
        let servers = loops.compactMap(\.http)
        func sum(_ number: (HTTPServerStatistics) -> Int) -> Int { servers.reduce(0) { $0 + number($1) } }
        add(.gauge, "marquee_http_connections", "Connections of clients that are open.", sum(\.openConnections))
        add(.gauge, "marquee_websockets", "WebSockets that are open.", sum(\.openWebSockets))
        add(.counter, "marquee_http_connections_total", "Connections accepted.", sum(\.acceptedConnections))
        add(
            .counter, "marquee_http_connections_refused_total", "Connections refused because of the limit.",
            sum(\.refusedConnections))
        add(.counter, "marquee_http_requests_total", "HTTP requests, to any path.", sum(\.requests))
        add(
            .counter, "marquee_http_requests_abandoned_total", "Requests whose client left before the answer.",
            sum(\.abandonedRequests))
        add(.counter, "marquee_http_received_bytes_total", "Bytes of requests, heads included.", sum(\.receivedBytes))
        add(.counter, "marquee_http_sent_bytes_total", "Bytes of answers, heads included.", sum(\.sentBytes))
    }

    mutating func addLoops(_ loops: [LoopReadings]) {
        begin(
            .gauge, "marquee_loop_lag_seconds",
            "Longest turn of the loop since the last scrape: how long a ready socket may have waited.")
        for loop in loops { add(loop.loop.longestTurn, ["loop": loop.loopName]) }
        begin(.counter, "marquee_loop_busy_seconds_total", "Time the loop has worked rather than waited.")
        for loop in loops { add(loop.loop.busy, ["loop": loop.loopName]) }
        begin(.counter, "marquee_loop_turns_total", "Polls of the sockets.")
        for loop in loops { add(Int(loop.loop.turns), ["loop": loop.loopName]) }
    }

    /// Under the names all programs use for these.
    mutating func addProcess(_ process: ProcessReadings) {
        add(.gauge, "process_resident_memory_bytes", "Memory in RAM.", process.residentMemory)
        add(.gauge, "process_open_fds", "Descriptors that are open.", process.openDescriptors)
        add(.gauge, "process_max_fds", "Descriptors that may be open.", process.maximumDescriptors)
        begin(.counter, "process_cpu_seconds_total", "Time on all cores, in user code and in the kernel.")
        add(process.processorTime)
    }
}
