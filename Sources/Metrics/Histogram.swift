/// Counts measurements by size in fixed classes. A plain value without a lock: each loop keeps its own, a scrape adds up.
package struct Histogram: Sendable, Equatable {
    /// What is measured, which decides about the classes.
    package enum Scale: Sendable {
        /// Nanoseconds, shown as seconds: from 0.1 ms to 10 s.
        case durations
        /// How many of something: from 1 to 1000.
        case sizes

        /// The classes' largest values, ascending; one more class holds what is larger.
        package var bounds: [Int] { self == .durations ? Self.durationBounds : Self.sizeBounds }

        private static let durationBounds = [
            100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000, 10_000_000, 25_000_000, 50_000_000, 100_000_000,
            250_000_000, 500_000_000, 1_000_000_000, 2_500_000_000, 5_000_000_000, 10_000_000_000,
        ]
        private static let sizeBounds = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]
    }

    package let scale: Scale
    /// How many measurements fell into each class.
    package private(set) var counts: [Int]
    package private(set) var sum = 0
    private let bounds: [Int]

    package init(_ scale: Scale) {
        self.scale = scale
        bounds = scale.bounds
        counts = Array(repeating: 0, count: bounds.count + 1)
    }

    package var count: Int { counts.reduce(0, +) }

    package mutating func record(_ value: Int) {
        var place = 0
        while place < bounds.count, value > bounds[place] { place += 1 }
        counts[place] += 1
        sum += value
    }

    package mutating func record(_ duration: Duration) { record(duration.nanoseconds) }

    /// Adds the measurements of another histogram of the same scale.
    package static func += (left: inout Histogram, right: Histogram) {
        precondition(left.scale == right.scale, "durations and sizes do not add up")
        for place in left.counts.indices { left.counts[place] += right.counts[place] }
        left.sum += right.sum
    }
}

extension Duration {
    /// Rounded towards zero.
    package var nanoseconds: Int { Int(attoseconds / 1_000_000_000) }
}
