/// The 16 bytes that name a request in every log of its way (W3C Trace Context, section 3.2.2.3).
package struct TraceID: Hashable, Sendable, CustomStringConvertible {
    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The trace of a `traceparent` header: `version-trace-parent-flags` in lower-case hexadecimal digits. Nil when it
    /// is malformed; the request then begins a trace of its own, as the recommendation asks.
    package init?(traceparent: String) {
        let bytes = traceparent.utf8.span
        guard bytes.count >= 55, let version = bytes.hexadecimal(0..<2), version != 0xFF,
            version == 0 ? bytes.count == 55 : bytes.count == 55 || bytes[55] == Self.dash,
            bytes[2] == Self.dash, bytes[35] == Self.dash, bytes[52] == Self.dash,
            let high = bytes.hexadecimal(3..<19), let low = bytes.hexadecimal(19..<35), high | low != 0,
            let parent = bytes.hexadecimal(36..<52), parent != 0, bytes.hexadecimal(53..<55) != nil
        else { return nil }
        self.init(high: high, low: low)
    }

    package var description: String { Self.digits(high) + Self.digits(low) }

    private static let dash = UInt8(ascii: "-")

    private static func digits(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

extension Span<UInt8> {
    /// The value of up to 16 lower-case hexadecimal digits.
    fileprivate func hexadecimal(_ range: Range<Int>) -> UInt64? {
        var value: UInt64 = 0
        for index in range {
            switch self[index] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt64(self[index] - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"):
                value = value << 4 | UInt64(self[index] - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        return value
    }
}

/// Makes trace ids without asking the kernel each time (SplitMix64, Steele and others 2014). They have to be unlikely to
/// repeat, not to be hard to guess.
struct TraceIDGenerator {
    private var state = UInt64.random(in: .min ... .max)

    mutating func next() -> TraceID {
        TraceID(high: number(), low: number())
    }

    private mutating func number() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
