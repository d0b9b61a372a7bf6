/// The bytes of one statement's parameters, each ending in a zero byte as libpq wants text; one buffer serves all
/// statements of a loop, one after the other, and keeps its storage.
@safe struct ParameterBuffer: ~Copyable {
    private var bytes: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private var count = 0
    /// Where each parameter begins in `bytes`; nil for null.
    private var starts: [Int?] = []

    init() {
        capacity = 4096
        unsafe bytes = .allocate(capacity: capacity)
    }

    deinit { unsafe bytes.deallocate() }

    /// Writes the parameters in place of those before them.
    mutating func encode(_ parameters: [Parameter]) throws(PostgreSQLError) {
        count = 0
        starts.removeAll(keepingCapacity: true)
        for (index, parameter) in parameters.enumerated() {
            starts.append(parameter == .null ? nil : count)
            guard write(parameter) else {
                throw .invalidParameter(
                    reason: "$\(index + 1) holds the character U+0000, which no PostgreSQL text may")
            }
            put(UInt8(0))
        }
    }

    /// Lends one C string a parameter, null pointers for nulls.
    func withValues<R>(_ body: (UnsafePointer<UnsafePointer<CChar>?>?, Int32) -> R) -> R {
        unsafe withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: max(starts.count, 1)) { values in
            for (index, start) in starts.enumerated() {
                let value = unsafe start.map { unsafe UnsafeRawPointer(bytes + $0).assumingMemoryBound(to: CChar.self) }
                unsafe values.initializeElement(at: index, to: value)
            }
            return unsafe body(UnsafePointer(values.baseAddress), Int32(starts.count))
        }
    }

    /// False when the parameter cannot be written.
    private mutating func write(_ parameter: Parameter) -> Bool {
        switch parameter {
        case .null: break
        case .int(let value): put(value)
        case .bool(let value): put(value)
        case .double(let value): putPlain("\(value)")
        case .text(let value): return putPlain(value)
        case .bytes(let value): put(hexadecimal: value)
        case .bigints(let values): list(values) { $0.put($1) }
        case .doubles(let values): list(values) { $0.putPlain("\($1)") }
        case .bools(let values): list(values) { $0.put($1) }
        case .optionalBigints(let values): list(values) { if let value = $1 { $0.put(value) } else { $0.putNull() } }
        case .texts(let values): return list(values) { $0.put(quoted: $1) }
        case .optionalTexts(let values):
            return list(values) { if let value = $1 { $0.put(quoted: value) } else { $0.putNull() } }
        }
        return true
    }

    /// `{1,2,3}`; false as soon as one element is refused.
    @discardableResult
    private mutating func list<T>(_ values: [T], _ element: (inout ParameterBuffer, T) -> Bool) -> Bool {
        put(UInt8(ascii: "{"))
        var isFirst = true
        for value in values {
            if !isFirst { put(UInt8(ascii: ",")) }
            isFirst = false
            guard element(&self, value) else { return false }
        }
        put(UInt8(ascii: "}"))
        return true
    }

    private mutating func put(_ byte: UInt8) {
        reserve(1)
        unsafe bytes[count] = byte
        count += 1
    }

    @discardableResult
    private mutating func put(_ value: Bool) -> Bool {
        put(value ? UInt8(ascii: "t") : UInt8(ascii: "f"))
        return true
    }

    @discardableResult
    private mutating func putNull() -> Bool { putPlain("NULL") }

    /// Decimal digits, written from the right into the place their number needs.
    @discardableResult
    private mutating func put(_ value: Int64) -> Bool {
        reserve(20)
        var rest = value.magnitude
        if value < 0 { put(UInt8(ascii: "-")) }
        var digits = 1
        var power: UInt64 = 10
        while rest >= power {
            digits += 1
            guard digits < 20 else { break }
            power *= 10
        }
        for place in stride(from: digits - 1, through: 0, by: -1) {
            unsafe bytes[count + place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        count += digits
        return true
    }

    /// The text as it is; false when it holds a zero byte.
    @discardableResult
    private mutating func putPlain(_ text: String) -> Bool {
        let utf8 = text.utf8Span.span
        reserve(utf8.count)
        for index in utf8.indices {
            let byte = utf8[index]
            guard byte != 0 else { return false }
            unsafe bytes[count] = byte
            count += 1
        }
        return true
    }

    /// An array's element in double quotes, which keeps commas, braces, blanks and the word NULL what they are.
    private mutating func put(quoted text: String) -> Bool {
        let utf8 = text.utf8Span.span
        reserve(utf8.count * 2 + 2)
        put(UInt8(ascii: "\""))
        for index in utf8.indices {
            let byte = utf8[index]
            guard byte != 0 else { return false }
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                unsafe bytes[count] = UInt8(ascii: "\\")
                count += 1
            }
            unsafe bytes[count] = byte
            count += 1
        }
        put(UInt8(ascii: "\""))
        return true
    }

    /// `\x0f1e…`, the text form of `bytea`.
    private mutating func put(hexadecimal value: [UInt8]) {
        putPlain("\\x")
        reserve(value.count * 2)
        for byte in value {
            for nibble in [byte >> 4, byte & 15] {
                put(nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10)
            }
        }
    }

    /// Makes room for so many more bytes, at least doubling.
    private mutating func reserve(_ more: Int) {
        guard count + more > capacity else { return }
        let larger = max(capacity * 2, count + more)
        let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        unsafe moved.update(from: bytes, count: count)
        unsafe bytes.deallocate()
        unsafe bytes = moved
        capacity = larger
    }
}
