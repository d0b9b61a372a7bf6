extension SchemaComparison {
    mutating func compareInputFields(_ old: TypeDefinition, _ new: TypeDefinition) {
        compare(old.inputFields, new.inputFields, "the input field") { "\(old.name).\($0)" }
        if old.isOneOf != new.isOneOf {
            note(
                new.isOneOf ? .breaking : .safe, old.name,
                new.isOneOf ? "exactly one field has to be given now" : "more than one field may be given now")
        }
    }

    mutating func compareArguments(
        _ old: [InputValueDefinition], _ new: [InputValueDefinition], coordinate: (String) -> String
    ) {
        compare(old, new, "the argument", coordinate)
    }

    mutating func compareDirectives() {
        let directives = matched(
            old.directives, new.directives, name: \.name,
            removed: { SchemaChange(.breaking, "@\($0.name)", "the directive was removed") },
            added: { SchemaChange(.safe, "@\($0.name)", "the directive was added") })
        for (before, after) in directives {
            let coordinate = "@\(before.name)"
            compareArguments(before.arguments, after.arguments) { "\(coordinate)(\($0):)" }
            for location in before.locations where !after.locations.contains(location) {
                note(.breaking, coordinate, "the directive is no longer allowed on \(location)")
            }
            for location in after.locations where !before.locations.contains(location) {
                note(.safe, coordinate, "the directive is now allowed on \(location)")
            }
            if before.isRepeatable != after.isRepeatable {
                note(
                    after.isRepeatable ? .safe : .breaking, coordinate,
                    after.isRepeatable ? "the directive may be repeated now" : "the directive may not be repeated now")
            }
        }
    }

    /// - Parameter kind: what the values are, for descriptions.
    private mutating func compare(
        _ old: [InputValueDefinition], _ new: [InputValueDefinition], _ kind: String, _ coordinate: (String) -> String
    ) {
        let values = matched(
            old, new, name: \.name,
            removed: { SchemaChange(.breaking, coordinate($0.name), "\(kind) was removed") },
            added: {
                SchemaChange(
                    $0.isRequired ? .breaking : .dangerous, coordinate($0.name),
                    "\(kind) was added and \($0.isRequired ? "is required" : "may be given")")
            })
        for (before, after) in values {
            let place = coordinate(before.name)
            compareType(before.type, after.type, place, isSafe: isSafeInput(before.type, after.type))
            compareDefault(before, after, place)
            compareBounds(before, after, place)
            compareDeprecation(before.deprecationReason, after.deprecationReason, place)
        }
    }

    private mutating func compareDefault(
        _ before: InputValueDefinition, _ after: InputValueDefinition, _ coordinate: String
    ) {
        let (was, isNow) = (old.printedDefault(of: before), new.printedDefault(of: after))
        guard was != isNow else { return }
        let description = "the default was \(was ?? "absent") and is \(isNow ?? "absent")"
        if after.isRequired, !before.isRequired {
            note(.breaking, coordinate, description + ", so that a value is required")
        } else {
            note(before.isRequired ? .safe : .dangerous, coordinate, description)
        }
    }

    /// Whether every value that could be given for the old type may be given for the new one.
    private func isSafeInput(_ before: TypeReference, _ after: TypeReference) -> Bool {
        switch (before, after) {
        case (.nonNull(let before), .nonNull(let after)), (.list(let before), .list(let after)):
            isSafeInput(before, after)
        case (.nonNull(let before), _): isSafeInput(before, after)
        case (.named(let before), .named(let after)): old[before].name == new[after].name
        default: false
        }
    }
}
