/// A Swift value that stands for a scalar or enum in an answer.
public protocol LeafValue: Sendable {
    /// Appends the value as JSON. Writing nothing means null.
    func write(to buffer: inout ResponseBuffer) throws(FieldError)
}

extension Int: LeafValue {
    @inlinable @inline(__always) public func write(to buffer: inout ResponseBuffer) { buffer.append(Int64(self)) }
}

extension Int64: LeafValue {
    @inlinable @inline(__always) public func write(to buffer: inout ResponseBuffer) { buffer.append(self) }
}

extension Bool: LeafValue {
    @inlinable @inline(__always) public func write(to buffer: inout ResponseBuffer) { buffer.append(self) }
}

extension String: LeafValue {
    @inlinable @inline(__always) public func write(to buffer: inout ResponseBuffer) { buffer.appendString(self) }
}

extension Double: LeafValue {
    @inlinable @inline(__always) public func write(to buffer: inout ResponseBuffer) throws(FieldError) {
        guard isFinite else { throw FieldError("Float cannot represent non numeric value: \(self)", extensions: []) }
        buffer.append(self)
    }
}

extension InputValue: LeafValue {
    @inlinable @inline(__always) public func write(to buffer: inout ResponseBuffer) { buffer.append(self) }
}

extension Optional: LeafValue where Wrapped: LeafValue {
    @inlinable @inline(__always) public func write(to buffer: inout ResponseBuffer) throws(FieldError) {
        if let value = self { try value.write(to: &buffer) }
    }
}
