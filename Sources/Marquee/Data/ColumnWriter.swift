import GraphQL

/// How a column's text becomes JSON, by the type of the field it answers. Chosen once, when resolvers are bound.
///
/// The session's settings make PostgreSQL's text nearly JSON already (ISO dates, UTC): most of it is copied.
enum ColumnWriter {
    typealias Write = @Sendable (RawSpan, inout ResponseBuffer) -> Void

    /// Nil for types a column alone cannot answer.
    static func writer(for field: FieldDefinition, in schema: Schema) -> Write? {
        let isList = if case .list = field.type.nullable { true } else { false }
        let type = schema[field.namedType]
        if isList { return type.isLeaf ? writeTextArray : nil }
        if type.kind == .enum { return writeEnum }
        switch type.name {
        case "Int", "Float": return { bytes, buffer in buffer.append(bytes) }
        case "Boolean": return writeBoolean
        case "Date": return writeQuoted
        case "DateTime": return writeDateTime
        case "String", "URL", "LanguageCode", "CountryCode", "TimeZone", "EmailAddress":
            return { bytes, buffer in buffer.appendString(bytes) }
        default: return nil
        }
    }

    private static func writeBoolean(_ bytes: RawSpan, _ buffer: inout ResponseBuffer) {
        buffer.append(bytes.byte(0) == UInt8(ascii: "t"))
    }

    private static func writeQuoted(_ bytes: RawSpan, _ buffer: inout ResponseBuffer) {
        buffer.append(UInt8(ascii: "\""))
        buffer.append(bytes)
        buffer.append(UInt8(ascii: "\""))
    }

    /// `in_production` is `IN_PRODUCTION`.
    private static func writeEnum(_ bytes: RawSpan, _ buffer: inout ResponseBuffer) {
        buffer.append(UInt8(ascii: "\""))
        for index in 0..<bytes.byteCount {
            let byte = bytes.byte(index)
            buffer.append(UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte ? byte - 32 : byte)
        }
        buffer.append(UInt8(ascii: "\""))
    }

    /// `2026-11-21 01:20:00.123456+00` is `2026-11-21T01:20:00.123456Z`; fractions of a second as far as there are any.
    private static func writeDateTime(_ bytes: RawSpan, _ buffer: inout ResponseBuffer) {
        buffer.append(UInt8(ascii: "\""))
        for index in 0..<bytes.byteCount {
            let byte = bytes.byte(index)
            if byte == UInt8(ascii: "+") { break }
            buffer.append(byte == UInt8(ascii: " ") ? UInt8(ascii: "T") : byte)
        }
        buffer.append("Z\"")
    }

    /// `{GB,"Hong Kong"}` is `["GB","Hong Kong"]`. Elements are never NULL.
    private static func writeTextArray(_ bytes: RawSpan, _ buffer: inout ResponseBuffer) {
        buffer.append(UInt8(ascii: "["))
        for (index, element) in textArray(bytes).enumerated() {
            if index > 0 { buffer.append(UInt8(ascii: ",")) }
            buffer.appendString(element.span)
        }
        buffer.append(UInt8(ascii: "]"))
    }

    /// The elements of PostgreSQL's text form of a one-dimensional array.
    private static func textArray(_ bytes: RawSpan) -> [[UInt8]] {
        var elements: [[UInt8]] = []
        var element: [UInt8] = []
        var isQuoted = false
        var hasElement = false
        var index = 1
        while index < bytes.byteCount {
            let byte = bytes.byte(index)
            index += 1
            switch byte {
            case UInt8(ascii: "\\") where isQuoted:
                element.append(bytes.byte(index))
                index += 1
            case UInt8(ascii: "\""):
                isQuoted.toggle()
                hasElement = true
            case UInt8(ascii: ",") where !isQuoted, UInt8(ascii: "}") where !isQuoted:
                if hasElement { elements.append(element) }
                element = []
                hasElement = false
            default:
                element.append(byte)
                hasElement = true
            }
        }
        return elements
    }
}

extension RawSpan {
    @inline(__always) fileprivate func byte(_ index: Int) -> UInt8 {
        unsafe unsafeLoad(fromByteOffset: index, as: UInt8.self)
    }
}

extension ObjectBinder where Context == RequestContext {
    /// Binds every field of a type that has a column of the same name and a fitting type.
    mutating func columns<Column>(of typeName: String, in schema: Schema, _: Column.Type = Column.self)
    where Parent == Record<Column> {
        for field in schema.type(typeName)?.fields ?? [] {
            guard let column = Column.column(named: field.name),
                let write = ColumnWriter.writer(for: field, in: schema)
            else { continue }
            self.write(field.name, needs: column.bit) { record, buffer in
                let bytes = record.bytes(column)
                // Most cells hold something: only the empty ones have to be asked whether they are null.
                if bytes.byteCount > 0 || !record.isNull(column) { write(bytes, &buffer) }
            }
        }
    }

    /// Binds `id`: the letter-code and the key.
    mutating func globalID<Column>(_ kind: NodeKind, _ column: Column) where Parent == Record<Column> {
        let prefix = Array("\"\(kind.rawValue)_".utf8)
        write("id", needs: column.bit) { record, buffer in
            buffer.append(prefix)
            buffer.append(record.bytes(column))
            buffer.append(UInt8(ascii: "\""))
        }
    }
}
