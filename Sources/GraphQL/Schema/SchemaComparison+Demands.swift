/// What directives applied to definitions demand of clients: `@auth` of whoever asks, `@constraint` of values.
extension SchemaComparison {
    /// - Parameters:
    ///   - old: the directives of a field and of its type; one on the type holds for each of its fields.
    ///   - new: the same of the newer version.
    mutating func compareAuthorization(_ old: [AppliedDirective], _ new: [AppliedDirective], _ coordinate: String) {
        let (before, after) = (old.filter { $0.name == "auth" }, new.filter { $0.name == "auth" })
        let (was, isNow) = (before.map(\.printed), after.map(\.printed))
        guard was != isNow else { return }
        guard let first = isNow.first else {
            note(.safe, coordinate, "it no longer demands \(was.joined(separator: " "))")
            return
        }
        if was.isEmpty {
            note(.breaking, coordinate, "it now demands \(first), and callers who do not meet it are refused")
        } else {
            note(
                demandsMore(before, after) ? .breaking : .safe, coordinate,
                "it demanded \(was.joined(separator: " ")) and demands \(isNow.joined(separator: " "))")
        }
    }

    /// Whether an argument of `@auth` rose: an enum is taken to list its values from the least demand to the greatest,
    /// and any other change of a value that has no order counts as one.
    private func demandsMore(_ before: [AppliedDirective], _ after: [AppliedDirective]) -> Bool {
        let definition = new.directives.first { $0.name == "auth" }
        return (definition?.arguments ?? []).contains { argument in
            let was = before.compactMap { rank($0.arguments[argument.name], of: argument, in: old) }.max()
            let given = after.compactMap { $0.arguments[argument.name] }
            let isNow = given.map { rank($0, of: argument, in: new) }
            if isNow.contains(nil) {
                return given.map(\.printed) != before.compactMap { $0.arguments[argument.name]?.printed }
            }
            return isNow.compactMap(\.self).max() ?? 0 > was ?? 0
        }
    }

    private func rank(_ value: InputValue?, of argument: InputValueDefinition, in schema: Schema) -> Int? {
        guard let value else { return nil }
        if case .boolean(let flag) = value { return flag ? 1 : 0 }
        let type = schema.directives.first { $0.name == "auth" }?.arguments.first { $0.name == argument.name }?.type
        return type.flatMap { schema[$0.namedType].enumValues.firstIndex { $0.name == value.printed } }
    }

    /// `@constraint`: a bound that came or became narrower refuses values that were taken.
    mutating func compareBounds(
        _ before: InputValueDefinition, _ after: InputValueDefinition, _ coordinate: String
    ) {
        for (name, isLeast) in [("min", true), ("max", false), ("minLength", true), ("maxLength", false)] {
            let (was, isNow) = (before.bound(name), after.bound(name))
            guard was != isNow else { continue }
            let isNarrower = isNow.map { now in was.map { isLeast ? now > $0 : now < $0 } ?? true } ?? false
            let (from, to) = (was.map { InputValue.float($0).printed }, isNow.map { InputValue.float($0).printed })
            note(
                isNarrower ? .breaking : .safe, coordinate,
                "the bound \(name) was \(from ?? "absent") and is \(to ?? "absent")")
        }
    }
}

extension AppliedDirective {
    /// As it could be written, with all its arguments.
    fileprivate var printed: String {
        let given = arguments.fields.map { "\($0.name): \($0.value.printed)" }
        return given.isEmpty ? "@\(name)" : "@\(name)(\(given.joined(separator: ", ")))"
    }
}

extension InputValueDefinition {
    /// A bound that `@constraint` sets.
    fileprivate func bound(_ name: String) -> Double? {
        switch directives.first(where: { $0.name == "constraint" })?.arguments[name] {
        case .int(let value): Double(value)
        case .float(let value): value
        default: nil
        }
    }
}
