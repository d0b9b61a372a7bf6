extension ValidationRule {
    /// Fields with the same response name can be merged into one (section 5.3.2).
    public static let overlappingFieldsCanBeMerged = ValidationRule("OverlappingFieldsCanBeMergedRule", at: .document) {
        root, context in
        var check = FieldMergingCheck(context)
        switch check.run() {
        case .mergeable: break
        case .tooComplex:
            context.report(
                "The fields of this document overlap in too many ways to check whether they can be merged."
                    + " Spread fewer fragments inside each other, or select fewer fields.", at: root)
        case .conflict(let left, let right):
            var finder = FieldConflictFinder(context)
            guard finder.report() == 0 else { return }
            context.reportConflict(left, right)
        }
    }
}

extension ValidationContext {
    /// The name of a field in the answer.
    func responseName(_ field: NodeIndex) -> NameID { name(at: document.responseName(field)) }

    /// Why two fields of one response name conflict, not looking below them; nil if they do not. Fields that exclude
    /// each other have to agree in shape only.
    func conflictReason(_ left: NodeIndex, _ right: NodeIndex, isExclusive: Bool) -> String? {
        if !isExclusive {
            guard haveSameName(left, right) else {
                return "\"\(fieldNameText(left))\" and \"\(fieldNameText(right))\" are different fields"
            }
            guard haveSameArguments(left, right) else { return "they have differing arguments" }
            if isEitherStreamed(left, right) { return "they have overlapping stream directives" }
        }
        guard haveConflictingTypes(left, right), let left = types.fields[left], let right = types.fields[right] else {
            return nil
        }
        return "they return conflicting types \"\(schema.print(left.type))\" and \"\(schema.print(right.type))\""
    }

    func reportConflict(of name: String, because reason: String, at fields: [NodeIndex]) {
        report(
            "Fields \"\(name)\" conflict because \(reason)."
                + " Use different aliases on the fields to fetch both if this was intentional.", at: fields)
    }

    /// Reports two fields alone, where the search for all that is to say about them was given up.
    fileprivate func reportConflict(_ left: NodeIndex, _ right: NodeIndex) {
        let reason =
            conflictReason(left, right, isExclusive: areExclusive(left, right))
            ?? conflictReason(left, right, isExclusive: true)
        guard let reason else { return }
        reportConflict(of: text(responseName(left)), because: reason, at: [left, right])
    }
}
