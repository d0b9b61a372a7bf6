/// Writes the text format that Prometheus scrapes
/// (https://prometheus.io/docs/instrumenting/exposition_formats, version 0.0.4).
package struct MetricsText {
    package typealias Labels = KeyValuePairs<String, String>

    package enum Kind: String {
        case counter, gauge, histogram
    }

    package static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    package private(set) var text = ""
    private var family = ""

    package init() {}

    /// Begins a family: its samples follow, each with other labels.
    package mutating func begin(_ kind: Kind, _ name: String, _ help: String) {
        family = name
        text += "# HELP \(name) \(Self.escape(help, quotes: false))\n# TYPE \(name) \(kind)\n"
    }

    /// A family of one sample.
    package mutating func add(_ kind: Kind, _ name: String, _ help: String, _ value: Int) {
        begin(kind, name, help)
        add(value)
    }

    package mutating func add(_ value: Int, _ labels: Labels = [:]) {
        line("", Self.list(labels), "\(value)")
    }

    /// In seconds, as Prometheus wants all times.
    package mutating func add(_ value: Duration, _ labels: Labels = [:]) {
        line("", Self.list(labels), "\(Double(value.nanoseconds) / 1e9)")
    }

    package mutating func add(_ histogram: Histogram, _ labels: Labels = [:]) {
        let names = Self.list(labels)
        var count = 0
        for (bound, more) in zip(histogram.scale.bounds, histogram.counts) {
            count += more
            line("_bucket", names + ["le=\"\(Self.show(bound, histogram.scale))\""], "\(count)")
        }
        line("_bucket", names + ["le=\"+Inf\""], "\(histogram.count)")
        line("_sum", names, Self.show(histogram.sum, histogram.scale))
        line("_count", names, "\(histogram.count)")
    }

    private mutating func line(_ suffix: String, _ labels: [String], _ value: String) {
        text += family + suffix
        if !labels.isEmpty { text += "{\(labels.joined(separator: ","))}" }
        text += " \(value)\n"
    }

    private static func show(_ value: Int, _ scale: Histogram.Scale) -> String {
        scale == .durations ? "\(Double(value) / 1e9)" : "\(value)"
    }

    private static func list(_ labels: Labels) -> [String] {
        labels.map { "\($0.key)=\"\(escape($0.value, quotes: true))\"" }
    }

    /// Backslashes and line feeds, and in labels quotes, are written with a backslash.
    private static func escape(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}
