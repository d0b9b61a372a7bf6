import GraphQL

/// A field of an input object that is kept in a column: `PersonData.birthDate` in `people.birth_date`.
struct DataField: Sendable {
    /// What a value has to be beyond what the schema's types and bounds ask for.
    enum Form: Sendable {
        /// A number, a boolean, a day or a moment.
        case plain
        /// A text; one of blanks alone is none.
        case text
        /// A name to show: something is left of it without the blanks around it.
        case name
        /// An enum's value, which PostgreSQL spells in lower case.
        case word
        /// An address on the web, which may hold `{size}`.
        case address
        case language
        case languages
        case countries
        /// Names of at most so many characters, each once.
        case names(Int)
    }

    /// As the schema names it.
    let name: String
    let column: String
    let form: Form
    /// What stands in the column of a new row that is told nothing, and what null puts there.
    let empty: InputValue
    /// Whether a new row needs a value and none takes null.
    let isRequired: Bool

    init(_ name: String, _ column: String, _ form: Form, empty: InputValue = .null, isRequired: Bool = false) {
        (self.name, self.column, self.form, self.empty, self.isRequired) = (name, column, form, empty, isRequired)
    }
}

/// Why a value does not fit; of a list, which item.
private struct Objection: Error {
    var index: Int?
    let reason: String
}

extension DataField {
    /// What the field of an input leaves in the column: nil for what it holds already.
    ///
    /// - Parameter errors: takes what does not fit.
    func value(in input: MutationInput, isNew: Bool, _ errors: inout [UserError]) -> InputValue? {
        let given = input.fields.object[name]
        guard let given, given != .null else {
            if isRequired, isNew || given != nil {
                errors.append(.invalid(input.path(name), "A \(name) is needed; none is given."))
            }
            return isNew || given != nil ? empty : nil
        }
        do throws(Objection) {
            return try read(given)
        } catch {
            errors.append(.invalid(input.path(name) + (error.index.map { ["\($0)"] } ?? []), error.reason))
            return nil
        }
    }

    private func read(_ value: InputValue) throws(Objection) -> InputValue {
        switch form {
        case .plain: return value
        case .text: return value.string.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : .string($0) } ?? empty
        case .name: return .string(try Self.name(value, mostCharacters: .max))
        case .word: return .string((value.string ?? "").lowercased())
        case .address: return .string(try Self.address(value))
        case .language: return .string(try Self.language(value))
        case .languages: return try Self.each(value, Self.language)
        case .countries: return try Self.each(value) { value throws(Objection) in value.string ?? "" }
        case .names(let most):
            return try Self.each(value) { value throws(Objection) in try Self.name(value, mostCharacters: most) }
        }
    }

    private static func name(_ value: InputValue, mostCharacters: Int) throws(Objection) -> String {
        let name = (value.string ?? "").withoutOuterBlanks
        if let objection = ShownName.objection(to: name) { throw Objection(reason: objection) }
        guard name.unicodeScalars.count <= mostCharacters else {
            throw Objection(
                reason: "Expected at most \(mostCharacters) characters, got \(name.unicodeScalars.count).")
        }
        return name
    }

    private static func address(_ value: InputValue) throws(Objection) -> String {
        let text = value.string ?? ""
        let sized = text.split(separator: "{size}", omittingEmptySubsequences: false).joined(separator: "medium")
        guard AccountRules.isWebAddress(sized) else {
            throw Objection(reason: "Expected an address that begins with http:// or https://, at most 2000 bytes.")
        }
        return text
    }

    private static func language(_ value: InputValue) throws(Objection) -> String {
        guard let tag = LanguageTag(value.string ?? "") else {
            throw Objection(reason: "Expected the tag of a known language, such as `en` or `pt-BR`.")
        }
        return "\(tag)"
    }

    /// A list's items, each once.
    private static func each(
        _ value: InputValue, _ read: (InputValue) throws(Objection) -> String
    ) throws(Objection) -> InputValue {
        var texts: [String] = []
        for (index, item) in (value.list ?? []).enumerated() {
            do {
                let text = try read(item)
                if !texts.contains(text) { texts.append(text) }
            } catch {
                throw Objection(index: index, reason: error.reason)
            }
        }
        return .list(texts.map(InputValue.string))
    }
}

extension String {
    var withoutOuterBlanks: String {
        let rest = drop(while: \.isWhitespace)
        return String(rest.dropLast(rest.reversed().prefix(while: \.isWhitespace).count))
    }
}
