/// What a name that people give to something has to be, so that it can be shown on one line.
enum ShownName {
    /// What is wrong with a name; nil for one that can be shown.
    static func objection(to name: String) -> String? {
        if !name.unicodeScalars.contains(where: \.isVisible) { return "Expected a name, got nothing that can be seen." }
        if name.unicodeScalars.contains(where: \.breaksLine) {
            return "A name stands on one line, without control characters."
        }
        return nil
    }
}

extension Unicode.Scalar {
    fileprivate var breaksLine: Bool {
        [.control, .lineSeparator, .paragraphSeparator].contains(properties.generalCategory)
    }

    /// Whether there is anything to see of it by itself.
    fileprivate var isVisible: Bool {
        switch properties.generalCategory {
        case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator, .nonspacingMark, .unassigned:
            false
        default: true
        }
    }
}
