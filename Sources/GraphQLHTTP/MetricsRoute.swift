import HTTPServer
import Metrics

extension Router {
    /// `/metrics`: what `text` says, in the text format of Prometheus.
    package mutating func addMetrics(_ text: @escaping @Sendable () async -> String) {
        let headers: HTTPHeaders = ["Content-Type": MetricsText.mediaType, "Cache-Control": "no-store"]
        add("/metrics") { _ in HTTPResponse(headers: headers, body: .bytes(Array(await text().utf8))) }
    }
}
