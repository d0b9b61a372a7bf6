/// An integer's decimal digits, a minus before them if it is negative.
struct DecimalDigits {
    /// Filled from the end.
    private var bytes = InlineArray<20, UInt8>(repeating: 0)
    private var start = 20

    init(_ number: Int64) {
        var rest = number.magnitude
        repeat {
            start -= 1
            bytes[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        if number < 0 {
            start -= 1
            bytes[start] = UInt8(ascii: "-")
        }
    }

    /// The digits as ASCII.
    var span: Span<UInt8> {
        @_lifetime(borrow self) get { bytes.span.extracting(start..<20) }
    }
}
