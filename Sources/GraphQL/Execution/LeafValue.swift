/// A Swift value that stands for a scalar or enum in an answer.
public protocol LeafValue: Sendable {
    /// Appends the value as JSON. Writing nothing means null.
    func write(to buffer: inout ResponseBuffer) throws(FieldError)
}

extension Int: LeafValue {
    public func write(to buffer: inout ResponseBuffer) { buffer.append(Int64(self)) }
}

extension Int64: LeafValue {
    public func write(to buffer: inout ResponseBuffer) { buffer.append(self) }
}

extension Bool: LeafValue {
    public func write(to buffer: inout ResponseBuffer) { buffer.append(self) }
}

extension String: LeafValue {
    public func write(to buffer: inout ResponseBuffer) { buffer.appendString(self) }
}

extension Double: LeafValue {
    public func write(to buffer: inout ResponseBuffer) throws(FieldError) {
        guard isFinite else { throw FieldError("Float cannot represent non numeric value: \(self)", extensions: []) }
        buffer.append(self)
    }
}

extension InputValue: LeafValue {
    public func write(to buffer: inout ResponseBuffer) { buffer.append(self) }
}

extension Optional: LeafValue where Wrapped: LeafValue {
    public func write(to buffer: inout ResponseBuffer) throws(FieldError) {
        if let value = self { try value.write(to: &buffer) }
    }
}
