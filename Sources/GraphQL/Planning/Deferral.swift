/// A `@defer` in effect where a selection was planned: a fragment whose fields come later.
final class DeferUsage: Sendable {
    /// Distinct within a plan.
    let number: Int
    /// The node of the directive.
    let directive: Int
    let label: String?
    /// The deferred fragment around it.
    let parent: DeferUsage?

    init(number: Int, directive: Syntax, parent: DeferUsage?) {
        self.number = number
        self.directive = directive.index
        self.parent = parent
        let label = directive.arguments.first { $0.nameText == "label" }?.value
        self.label = label?.kind == .stringValue ? label?.stringValue : nil
    }

    /// The deferred fragments around it, innermost first.
    var ancestors: some Sequence<DeferUsage> { sequence(first: self, next: \.parent).dropFirst() }

    /// The fragments that a field waits for, by the places where the document names it; none if one of them is not
    /// deferred. A fragment inside another of them does not count.
    static func outermost(of places: [ConditionalNode]) -> Set<DeferUsage> {
        var usages: Set<DeferUsage> = []
        for place in places {
            guard let usage = place.deferUsage else { return [] }
            usages.insert(usage)
        }
        return usages.filter { usage in !usage.ancestors.contains { usages.contains($0) } }
    }
}

extension DeferUsage: Hashable {
    static func == (left: DeferUsage, right: DeferUsage) -> Bool { left === right }
    func hash(into hasher: inout Hasher) { hasher.combine(number) }
}

/// What a selection leaves for later.
final class PlannedDeferral: Sendable {
    /// The deferred fragments that begin at the selection.
    let opened: [DeferUsage]
    let parts: [PlannedPart]

    init(opened: [DeferUsage], parts: [PlannedPart]) {
        self.opened = opened
        self.parts = parts
    }
}

/// Fields of a selection that wait for the same deferred fragments.
struct PlannedPart: Sendable {
    /// In the order in which they were planned.
    let usages: [DeferUsage]
    let selection: PlannedSelection
}

/// A `@stream` in effect: `label` and `initialCount` are read for each request.
struct PlannedStream: Sendable {
    let arguments: PlannedArguments
}

/// The values of an operation's conditions, for a plan that is made for these alone and may defer.
struct SettledConditions: Sendable {
    /// By variable; one that was not given counts as true, the default of `@defer(if:)` and `@stream(if:)`.
    let values: [String: Bool]

    /// Whether a directive's `if` is true.
    func isTrue(_ directive: Syntax) -> Bool {
        guard let value = directive.arguments.first(where: { $0.nameText == "if" })?.value else { return true }
        return value.kind == .variable ? values[value.nameText] ?? true : value.text == "true"
    }
}
