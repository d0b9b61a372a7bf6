extension Schema {
    /// A default as a literal; nil if there is none. One that does not fit its type stands as it was written.
    public func printedDefault(of definition: InputValueDefinition) -> String? {
        guard let value = definition.defaultValue else { return definition.syntax?.value?.printed }
        return print(value, as: definition.type)
    }

    /// A coerced value as a literal of its type.
    func print(_ value: InputValue, as type: TypeReference) -> String {
        switch (type, value) {
        case (.nonNull(let inner), _): return print(value, as: inner)
        case (.list(let item), .list(let items)):
            return "[\(items.map { print($0, as: item) }.joined(separator: ", "))]"
        case (.list(let item), _) where value != .null: return print(value, as: item)
        case (.named(let id), .object(let object)) where self[id].kind == .inputObject:
            let fields = object.fields.compactMap { given in
                self[id].inputField(given.name).map { "\(given.name): \(print(given.value, as: $0.type))" }
            }
            return "{\(fields.joined(separator: ", "))}"
        case (.named(let id), .string(let text)) where self[id].builtInScalar == .id && text.isWholeNumber:
            return text
        default: return value.printed
        }
    }
}

extension InputValue {
    /// The value as a literal where no type tells more.
    var printed: String {
        switch self {
        case .null: return "null"
        case .boolean(let flag): return String(flag)
        case .int(let number): return String(number)
        case .float(let number):
            var text: [UInt8] = []
            appendJSON(number, to: &text)
            return String(decoding: text, as: UTF8.self)
        case .string(let text): return Layout.string(text)
        case .enumeration(let text), .number(let text): return text
        case .list(let items): return "[\(items.map(\.printed).joined(separator: ", "))]"
        case .object(let object):
            return "{\(object.fields.map { "\($0.name): \($0.value.printed)" }.joined(separator: ", "))}"
        }
    }
}

extension String {
    /// Whether it is an integer as the language writes them: no leading zeros, no plus.
    fileprivate var isWholeNumber: Bool {
        let digits = utf8.first == UInt8(ascii: "-") ? utf8.dropFirst() : utf8[...]
        guard let first = digits.first, digits.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 })
        else { return false }
        return first != UInt8(ascii: "0") || digits.count == 1
    }
}
